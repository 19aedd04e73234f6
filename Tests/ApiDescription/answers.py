"""Holds answers of a collector, and values of the types it is made with, to its description.

usage: answers.py DESCRIPTION.json EVIDENCE.jsonl

A line of evidence is an answer (`method`, `path` as it is described, `status`, `type`, `headers` with their names in
lower case, `body`) or a value (`schema`, the name of a component, and `value`, encoded by the collector's own type).
Prints each fault on a line, and exits with 1 where there is one:

- the description is no valid OpenAPI;
- an answer has a status, a content type, a header or a body that its operation does not describe, or a field that no
  schema names;
- a schema names a field that neither an answer nor a value has: then it is described and nobody gives it.
"""

import json
import sys

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

PREFIX = "#/components/schemas/"


class Description:
    def __init__(self, document):
        self.document = document
        self.schemas = document["components"]["schemas"]
        self.strict = {name: strict(schema) for name, schema in self.schemas.items()}
        # Fields of components that something had.
        self.seen = set()

    def resolved(self, thing):
        """What a reference names, with what stands beside it."""
        while "$ref" in thing:
            found = self.document
            for part in thing["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            thing = found | {key: value for key, value in thing.items() if key != "$ref"}
        return thing

    def faults(self, schema, value):
        whole = strict(schema) | {"components": {"schemas": self.strict}}
        faults = [
            f"{'.'.join(map(str, fault.absolute_path)) or 'it'}: {fault.message[:200]}"
            for fault in Draft202012Validator(whole).iter_errors(value)
        ]
        if not faults:
            self.note(schema, value)
        return faults

    def example_faults(self, schema, example):
        whole = strict(schema) | {"components": {"schemas": self.strict}}
        return [fault.message for fault in Draft202012Validator(whole).iter_errors(example)]

    def note(self, schema, value):
        """Remembers which fields of which components a valid value has."""
        name = schema.get("$ref", "").removeprefix(PREFIX)
        if name:
            self.note(self.schemas[name], value)
            if isinstance(value, dict):
                self.seen.update((name, field) for field in value)
            return
        for choice in schema.get("oneOf", []) + schema.get("anyOf", []):
            if not list(Draft202012Validator(choice | {"components": {"schemas": self.strict}}).iter_errors(value)):
                self.note(choice, value)
        if isinstance(value, dict):
            for field, inner in value.items():
                self.note(schema.get("properties", {}).get(field, schema.get("additionalProperties") or {}), inner)
        elif isinstance(value, list):
            for inner in value:
                self.note(schema.get("items", {}), inner)

    def unseen(self):
        for name, schema in self.schemas.items():
            for field in schema.get("properties", {}):
                if (name, field) not in self.seen:
                    yield f"{name}.{field} is described, and no answer and no type of the collector has it"


def strict(schema):
    """The schema with no room for fields that it does not name."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: strict(part) for key, part in schema.items()}
    if isinstance(schema.get("properties"), dict) and "additionalProperties" not in schema:
        made["additionalProperties"] = False
    return made


def answer_faults(description, answer):
    operation = description.document["paths"].get(answer["path"], {}).get(answer["method"].lower())
    if operation is None:
        yield "is not described"
        return
    described = operation["responses"].get(str(answer["status"]))
    if described is None:
        yield "answers with a status that is not described: " + answer["body"][:200]
        return
    described = description.resolved(described)
    for name, header in described.get("headers", {}).items():
        if header.get("required") and name.lower() not in answer["headers"]:
            yield f"lacks the header {name}"
    yield from body_faults(description, described.get("content", {}), answer)


def body_faults(description, content, answer):
    if not content:
        if answer["body"]:
            yield "has a body, and none is described"
        return
    media = content.get(answer["type"].split(";")[0])
    if media is None:
        yield f"comes as {answer['type']}, not as {' or '.join(content)}"
    elif "x-line" in media:
        for line in answer["body"].splitlines():
            yield from description.faults(media["x-line"], json.loads(line))
    elif answer["type"].split(";")[0].endswith("json"):
        yield from description.faults(media["schema"], json.loads(answer["body"]))


def main():
    with open(sys.argv[1]) as file:
        description = Description(json.load(file))
    faults = [f"the description: {fault.message}" for fault in OpenAPIV31SpecValidator(description.document).iter_errors()]
    with open(sys.argv[2]) as file:
        for evidence in map(json.loads, file):
            if "schema" in evidence:
                found = description.faults({"$ref": PREFIX + evidence["schema"]}, evidence["value"])
                faults += [f"{evidence['schema']}: {fault}" for fault in found]
            else:
                name = f"{evidence['method']} {evidence['path']} {evidence['status']}"
                faults += [f"{name}: {fault}" for fault in answer_faults(description, evidence)]
    for name, schema in description.schemas.items():
        for example in schema.get("examples", []):
            faults += [f"the example of {name}: {fault}" for fault in description.example_faults(schema, example)]
    faults += description.unseen()
    print("\n".join(dict.fromkeys(faults)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
