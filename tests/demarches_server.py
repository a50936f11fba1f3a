"""A server on loopback that answers as démarches-simplifiées would, by its schema.

Each query is executed by graphql-core against a schema, over invented dossiers: a
field that the schema does not have is an error, as there. Faults are scripted: each
is given once, before the ordinary answers.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from graphql import GraphQLError, build_schema, graphql_sync


TOKEN = "jeton-de-demonstration-0123456789"
DEMARCHE = 100000
# What the client needs of the API, in our own words, so that it is tested wherever
# the project is; the published schema is used beside it where it is at hand.
SCHEMA = """
scalar ISO8601DateTime
scalar ISO8601Date
scalar BigInt
enum DossierState { en_construction en_instruction accepte refuse sans_suite }
type Query { demarche(number: Int!): Demarche! }
type Demarche {
  number: Int!
  dossiers(
    first: Int
    after: String
    updatedSince: ISO8601DateTime
    state: DossierState
  ): DossierConnection!
}
type DossierConnection { nodes: [Dossier] pageInfo: PageInfo! }
type PageInfo { endCursor: String hasNextPage: Boolean! }
type Dossier {
  number: Int!
  state: DossierState!
  archived: Boolean!
  dateDepot: ISO8601DateTime!
  dateDerniereModificationChamps: ISO8601DateTime!
  dateTraitement: ISO8601DateTime
  motivation: String
  deposeParUnTiers: Boolean
  demarche: DemarcheDescriptor!
  usager: Profile!
  demandeur: Demandeur!
  champs: [Champ!]!
}
type DemarcheDescriptor { number: Int! }
type Profile { email: String! }
interface Demandeur { id: ID! }
type PersonnePhysique implements Demandeur { id: ID! }
type PersonneMoraleIncomplete implements Demandeur { id: ID! siret: String! }
type PersonneMorale implements Demandeur {
  id: ID!
  siret: String!
  address: Address!
  entreprise: Entreprise
  association: Association
}
type Address {
  label: String! streetAddress: String postalCode: String!
  cityName: String! cityCode: String!
}
type Entreprise {
  raisonSociale: String! formeJuridique: String formeJuridiqueCode: String
}
type Association { rna: String! titre: String! }
interface Champ { champDescriptorId: String! label: String! stringValue: String }
"""
_OWN_FIELDS = {
    "TextChamp": "value: String",
    "IntegerNumberChamp": "value: BigInt",
    "DecimalNumberChamp": "value: Float",
    "CheckboxChamp": "value: Boolean!",
    "YesNoChamp": "value: Boolean",
    "DateChamp": "date: ISO8601Date",
    "DatetimeChamp": "datetime: ISO8601DateTime",
    "LinkedDropDownListChamp": "primaryValue: String secondaryValue: String",
    "MultipleDropDownListChamp": "values: [String!]!",
    "CommuneChamp": "commune: Commune",
    "AddressChamp": "address: Address commune: Commune",
    "SiretChamp": "etablissement: PersonneMorale",
    "RNAChamp": "rna: Numero",
    "RNFChamp": "rnf: Numero",
    "PieceJustificativeChamp": "files: [File!]!",
    "HeaderSectionChamp": "level: Int",
    "RepetitionChamp": "rows: [Row!]!",
}
SCHEMA += """
type Commune { code: String! name: String! }
type Numero { id: String! }
type Row { champs: [Champ!]! }
type File {
  filename: String! contentType: String! checksum: String! byteSizeBigInt: BigInt!
}
""" + "\n".join(
    f"type {name} implements Champ {{ champDescriptorId: String! label: String! "
    f"stringValue: String {own} }}"
    for name, own in _OWN_FIELDS.items()
)


@dataclass
class Fault:
    """What is answered instead: a status, headers, a body; or a silence, then a cut."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    is_cut: bool = False
    has_length: bool = True


class DemarcheServer(ThreadingHTTPServer):
    """Answers GraphQL queries over ``dossiers``, sorted by last change, then number."""

    daemon_threads = True

    def __init__(self, schema: str, dossiers: list[dict[str, Any]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.schema = build_schema(schema)
        self.dossiers = dossiers
        self.faults: list[Fault] = []
        self.asked: list[dict[str, Any]] = []
        self.silence = threading.Event()

    @property
    def url(self) -> str:
        """Return the address to ask."""
        return f"http://127.0.0.1:{self.server_address[1]}/graphql"

    def handle_error(self, *_: Any) -> None:
        """Say nothing of a client that left before the end of an answer."""

    def answer(self, query: dict[str, Any]) -> dict[str, Any]:
        """Execute a query against the schema."""
        result = graphql_sync(
            self.schema,
            query["query"],
            root_value={"demarche": self._demarche},
            variable_values=query.get("variables"),
        )
        return dict(result.formatted)

    def _demarche(self, _info: Any, number: int) -> dict[str, Any]:
        if number != DEMARCHE:
            message = "Demarche not found"
            raise GraphQLError(message, extensions={"code": "not_found"})
        return {"number": number, "dossiers": self._dossiers}

    def _dossiers(self, _info: Any, first: int, **given: Any) -> dict[str, Any]:
        since, state = given.get("updatedSince") or "", given.get("state")
        after = _decoded(given.get("after") or "")
        found = sorted(
            (one for one in self.dossiers if _changed(one) > after), key=_changed
        )
        chosen = [
            one
            for one in found
            if one["_updated"] >= since and state in {None, one["state"]}
        ]
        page = chosen[:first]
        info = {
            "endCursor": _encoded(page[-1]) if page else None,
            "hasNextPage": len(chosen) > len(page),
        }
        return {"nodes": page, "pageInfo": info}


class _Handler(BaseHTTPRequestHandler):
    """Takes a POST, checks the token, and answers."""

    server: DemarcheServer
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body leave together: no 40 ms waited between them

    def do_POST(self) -> None:
        """Answer one query, or give the next fault of the script."""
        length = int(self.headers["Content-Length"])
        query = json.loads(self.rfile.read(length))
        self.server.asked.append(query["variables"])
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            said = {"message": "Token expired", "extensions": {"code": "unauthorized"}}
            self._send(Fault(status=401, body=_json({"errors": [said]})))
        elif self.server.faults:
            fault = self.server.faults.pop(0)
            if fault.is_cut:
                self.server.silence.wait(5)
                self.close_connection = True
                return
            self._send(fault)
        else:
            self._send(Fault(body=_json(self.server.answer(query))))

    def _send(self, fault: Fault) -> None:
        self.send_response(fault.status)
        for name, value in fault.headers.items():
            self.send_header(name, value)
        if fault.has_length and "Content-Length" not in fault.headers:
            self.send_header("Content-Length", str(len(fault.body)))
        self.end_headers()
        self.wfile.write(fault.body)

    def log_message(self, *_: Any) -> None:
        """Say nothing on the terminal of the tests."""


@contextmanager
def serving(
    schema: str, dossiers: list[dict[str, Any]] | None = None
) -> Iterator[DemarcheServer]:
    """Run a server for the time of a test."""
    with DemarcheServer(schema, dossiers or []) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.silence.set()
            server.shutdown()
            thread.join()


def dossier(number: int, updated: str = "", **others: Any) -> dict[str, Any]:
    """Invent a dossier; *updated* is when its row last changed on the server."""
    at = updated or f"2016-11-01T09:{number % 60:02d}:00+01:00"
    return {
        "_updated": at,
        "number": number,
        "state": "en_construction",
        "archived": False,
        "dateDepot": "2016-11-01T09:00:00+01:00",
        "dateDerniereModificationChamps": "2016-11-01T08:59:00+01:00",
        "demarche": {"number": DEMARCHE},
        "usager": {"email": "compte@asso.example"},
        "demandeur": {
            "__typename": "PersonneMorale",
            "siret": "20004219000013",
            "address": {
                "label": "1 rue du Parc\r\n59220 Denain",
                "streetAddress": "1 rue du Parc",
                "postalCode": "59220",
                "cityName": "Denain",
                "cityCode": "59172",
            },
            "entreprise": {
                "raisonSociale": "ASSOCIATION DU PARC",
                "formeJuridique": "Association déclarée",
                "formeJuridiqueCode": "9220",
            },
            "association": {"rna": "W596001234", "titre": "Association du parc"},
        },
        "champs": [champ("Intitulé de l’action", f"Action {number}")],
    } | others


def champ(
    label: str, text: str | None, kind: str = "TextChamp", **others: Any
) -> dict[str, Any]:
    """Invent a champ; its id is made of its label."""
    named = base64.b64encode(f"Champ-{label}".encode()).decode()
    return {
        "__typename": kind,
        "champDescriptorId": named,
        "label": label,
        "stringValue": text,
    } | others


def rows(label: str, *lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Invent a repetition, a list of champs for each row."""
    inside = [{"champs": line} for line in lines]
    return champ(label, "", "RepetitionChamp", rows=inside)


def _changed(one: dict[str, Any]) -> tuple[str, int]:
    return one["_updated"], one["number"]


def _encoded(one: dict[str, Any]) -> str:
    return base64.b64encode(json.dumps(_changed(one)).encode()).decode()


def _decoded(cursor: str) -> tuple[str, int]:
    at, number = json.loads(base64.b64decode(cursor)) if cursor else ("", 0)
    return at, number


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()
