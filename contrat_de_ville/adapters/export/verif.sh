#!/bin/sh
# Vérifie ce dossier sans le logiciel qui l'a écrit : sh verif.sh
# Il ne faut que sh, sed, sha256sum, cut et wc. S'arrête à la première faute.
LC_ALL=C
export LC_ALL
case $0 in */*) cd "${0%/*}" || exit 1 ;; esac
journal=journal/journal.jsonl

faute() { printf 'FAUTE. %s\n' "$1"; exit 1; }
annonce() { sed -n "s/^$1 : //p" tete.txt; }
empreinte() { sha256sum | cut -c1-64; }

for fichier in tete.txt SHA256SUMS "$journal"; do
  [ -f "$fichier" ] || faute "Le fichier $fichier manque."
done

# 1. Chaque ligne du journal porte l'empreinte de la ligne qui la précède.
tete=$(printf '%064d' 0)
n=0
while IFS= read -r ligne || [ -n "$ligne" ]; do
  precedente=$(printf '%s\n' "$ligne" |
    sed -n 's/^{"seq":'"$n"',"prev":"\([0-9a-f]\{64\}\)".*/\1/p')
  [ "$precedente" = "$tete" ] || faute \
"Journal, ligne $n : elle ne suit pas la ligne précédente. L'une des deux a été modifiée, retirée, ajoutée ou déplacée."
  tete=$(printf '%s' "$ligne" | empreinte)
  n=$((n + 1))
done < "$journal"
echo "Journal : $n lignes, chacune suit la précédente."

# 2. La chaîne finit où tete.txt le dit : ni coupée, ni allongée, ni récrite.
[ "$n" = "$(annonce lignes)" ] || faute \
  "Le journal a $n lignes, tete.txt en annonce $(annonce lignes)."
[ "$tete" = "$(annonce tete)" ] || faute \
  "La tête du journal ($tete) n'est pas celle de tete.txt."
[ "$(($(wc -l < "$journal")))" -eq "$n" ] || faute \
  "La dernière ligne du journal n'est pas terminée."
echo "Tête du journal : $tete, comme dans tete.txt."

# 3. Les fichiers sont ceux de l'export, et il n'y en a pas d'autres.
[ "$(empreinte < SHA256SUMS)" = "$(annonce empreintes)" ] || faute \
  "SHA256SUMS a été modifié depuis l'export."
autres=$(sha256sum -c SHA256SUMS 2>/dev/null | sed '/: OK$/d')
[ -z "$autres" ] || faute "Ces fichiers ne sont plus ceux de l'export : $autres"
sha256sum -c SHA256SUMS > /dev/null 2>&1 || faute "SHA256SUMS ne se vérifie pas."
echo "Fichiers : tous ont l'empreinte inscrite dans SHA256SUMS."

# 4. Chaque pièce a le contenu que son nom annonce.
pieces=0
for piece in pieces/*/*; do
  [ -f "$piece" ] || continue
  [ "$(empreinte < "$piece")" = "${piece##*/}" ] || faute \
    "La pièce $piece n'a pas le contenu que son nom annonce."
  pieces=$((pieces + 1))
done
[ "$(($(sed -n '/  pieces\//p' SHA256SUMS | wc -l)))" -eq "$pieces" ] || faute \
  "Des pièces ont été ajoutées depuis l'export."
echo "Pièces : $pieces, chacune a le contenu que son nom annonce."

# 5. Les empreintes que le journal cite, et celles dont la pièce est ici.
citees=0
ici=0
for h in $(sed -n \
  's/.*"entrees":\[\([^]]*\)\],"sorties":\[\([^]]*\)\].*/\1,\2/p' "$journal" |
  sed 's/[",]/ /g'); do
  citees=$((citees + 1))
  suite=${h#??}
  [ ! -f "pieces/${h%"$suite"}/$h" ] || ici=$((ici + 1))
done
echo "Citations du journal : $citees, dont $ici vers une pièce de ce dossier."
[ ! -s PIECES-MANQUANTES.txt ] || echo \
  "ATTENTION. Des pièces manquaient déjà à l'export : voir PIECES-MANQUANTES.txt."
echo "Dossier $(annonce cycle) intact. Comparez la tête ci-dessus à celle qui a été conservée ailleurs."
