"""Reads a server's OGC API by OWSLib and holds its description against OpenAPI's own rules: prints one JSON object."""
import json
import sys

from openapi_spec_validator import OpenAPIV30SpecValidator
from owslib.ogcapi.features import Features

url = sys.argv[1]
features = Features(url)
document = features.api()
faults = [fault.message for fault in OpenAPIV30SpecValidator(document).iter_errors()]
page = features.collection_items("stations", limit=50, bbox=[116.75, 35.5, 116.85, 35.6])
print(json.dumps({
    "title": features.response["title"],
    "conformance": features.conformance()["conformsTo"],
    "collections": [collection["id"] for collection in features.collections()["collections"]],
    "feature_collections": features.feature_collections(),
    "collection": features.collection("stations")["id"],
    "matched": page["numberMatched"],
    "returned": page["numberReturned"],
    "item": features.collection_item("stations", "YZ-0001")["id"],
    "openapi": document["openapi"],
    "paths": len(document["paths"]),
    "faults": faults,
}))
