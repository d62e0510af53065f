"""What the library does with the same errors, as one text to compare: wherever it runs, it has to be the same."""

import io
import json
import pickle
import sys
from collections.abc import Iterator

import dualwrite_errors as d
from dualwrite_errors.testing import sample_payload, sample_text


def everything() -> str:
    """Every error of the catalog parsed, raised, grouped, pickled and found in a log, as JSON, a line for each."""
    texts = [sample_text(cls) for cls in d.CATALOG.values()]
    return "\n".join(json.dumps(record, sort_keys=True) for record in _records(texts))


def _records(texts: list[str]) -> Iterator[object]:
    errors = [_raised(text) for text in texts]
    for error in errors:
        yield error.to_dict()
        yield {"notes": error.__notes__, "attributes": error.attributes(), "remediation": error.remediation}
    group = pickle.loads(pickle.dumps(d.DualWriteErrorGroup("all of them", errors)))
    yield group.to_dict()
    of_schema, rest = group.split(d.SchemaError)
    yield [[type(error).__name__ for error in d.errors_of(part)] for part in (of_schema, rest)]
    try:
        d.raise_for_errors(sample_payload(["DIPV1003", "DIPV1022"]))
    except d.DualWriteError as error:
        yield [each.to_dict() for each in pickle.loads(pickle.dumps(error)).errors]
    log = io.BytesIO("\n".join(texts).encode())
    yield [
        [finding.line, finding.column, finding.name, finding.where, dict(finding.context)] for finding in d.scan(log)
    ]


def _raised(text: str) -> d.DualWriteError:
    """The error of a text after it was raised, pickled, and rebuilt from its record."""
    try:
        raise d.parse(text)
    except d.DualWriteError as error:
        return type(error).from_dict(pickle.loads(pickle.dumps(error)).to_dict())


if __name__ == "__main__":
    sys.stdout.write(ascii(everything()))
