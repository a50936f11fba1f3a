"""The one question asked of démarches-simplifiées: a page of dossiers.

Only what becomes a deposit is asked. The address of a file is signed anew at each
answer: asked for, it would make every dossier look changed, and a secret link
would be kept as evidence. The instructors' annotations and names are not ours.
"""

from __future__ import annotations

from functools import lru_cache

from gql import GraphQLRequest


# Aliases, because the same name has a different type in each kind of champ.
# Numbers are read from ``stringValue``: ``value`` is a float, which money never is.
_CHAMP = """
fragment Reponse on Champ {
  __typename
  champDescriptorId
  label
  stringValue
  ... on CheckboxChamp { checked: value }
  ... on YesNoChamp { selected: value }
  ... on DateChamp { date }
  ... on DatetimeChamp { datetime }
  ... on LinkedDropDownListChamp { primaryValue secondaryValue }
  ... on MultipleDropDownListChamp { values }
  ... on CommuneChamp { commune { code name } }
  ... on AddressChamp { address { label } commune { code name } }
  ... on SiretChamp { etablissement { siret } }
  ... on RNAChamp { rna { id } }
  ... on RNFChamp { rnf { id } }
  ... on PieceJustificativeChamp {
    files { filename contentType checksum byteSizeBigInt }
  }
}
"""
QUERY = f"""
query Dossiers(
  $number: Int!
  $first: Int!
  $after: String
  $updatedSince: ISO8601DateTime
  $state: DossierState
) {{
  demarche(number: $number) {{
    dossiers(
      first: $first
      after: $after
      updatedSince: $updatedSince
      state: $state
    ) {{
      pageInfo {{ endCursor hasNextPage }}
      nodes {{
        number
        state
        archived
        dateDepot
        dateDerniereModificationChamps
        dateTraitement
        motivation
        deposeParUnTiers
        demarche {{ number }}
        usager {{ email }}
        demandeur {{
          __typename
          ... on PersonneMoraleIncomplete {{ siret }}
          ... on PersonneMorale {{
            siret
            address {{ label streetAddress postalCode cityName cityCode }}
            entreprise {{ raisonSociale formeJuridique formeJuridiqueCode }}
            association {{ rna titre }}
          }}
        }}
        champs {{
          ...Reponse
          ... on RepetitionChamp {{ rows {{ champs {{ ...Reponse }} }} }}
        }}
      }}
    }}
  }}
}}
{_CHAMP}"""


@lru_cache(maxsize=1)
def dossiers_query() -> GraphQLRequest:
    """Return the question, parsed once."""
    return GraphQLRequest(QUERY)
