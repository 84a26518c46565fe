// A target must have a source; all there is of this one is in its header.
