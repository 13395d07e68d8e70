"""A program for a test: says a number as JSON."""

import json
import sys

if __name__ == "__main__":
    print("first a line for people")
    print(json.dumps({"said": int(sys.argv[1])}))
