import Hummingbird
import GRDB
import ArgumentParser
import Logging
import ServiceLifecycle
print("stub")
