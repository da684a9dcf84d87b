#!/bin/sh
# Vérifie ce dossier de preuve sans l'outil qui l'a fait : il suffit de sha256sum, openssl, find, sort et od.
#   sh verifier.sh [racine.pem]
# Le certificat racine est celui du dossier, sauf si un autre, obtenu ailleurs, est indiqué.
# Code de retour : 0 si tout est conforme, 1 si quelque chose ne l'est pas, 2 si un programme manque.

LC_ALL=C
export LC_ALL
racine=${1:-}
case $racine in '' | /*) ;; *) racine=$PWD/$racine ;; esac
cd "$(dirname "$0")" || exit 2
racine=${racine:-certs/racine.pem}

if command -v sha256sum >/dev/null; then sha() { sha256sum "$@"; }
elif command -v shasum >/dev/null; then sha() { shasum -a 256 "$@"; }
else echo "Il manque le programme sha256sum."; exit 2; fi
command -v openssl >/dev/null || { echo "Il manque le programme openssl."; exit 2; }
travail=$(mktemp -d) || exit 2
trap 'rm -rf "$travail"' EXIT

echecs=0
conforme() { echo "[conforme]     $1"; }
echec() { echo "[NON CONFORME] $1"; echecs=$((echecs + 1)); }

# 1. Chaque fichier annoncé est là, et n'a pas changé.
if sha -c MANIFEST.sha256 >"$travail/empreintes" 2>/dev/null && [ -s MANIFEST.sha256 ]; then
  conforme "$(wc -l <MANIFEST.sha256 | tr -d ' ') fichiers ont l’empreinte annoncée par le manifeste"
else
  echec "des fichiers manquent ou ont changé :"
  grep -v ': OK$' "$travail/empreintes" | sed 's/: FAILED open or read$/ : manque ou illisible/; s/: FAILED$/ : a changé/; s/^/                 /'
fi

# 2. Aucun fichier n'a été ajouté. Le manifeste ne peut pas s'annoncer lui-même, ni son sceau.
{ cut -c 67- MANIFEST.sha256; echo MANIFEST.sha256; echo MANIFEST.sha256.p7s; } | sort >"$travail/annonces"
find . ! -type d | sed 's|^\./||' | sort >"$travail/presents"
if cmp -s "$travail/annonces" "$travail/presents" && [ -z "$(find . ! -type d ! -type f)" ]; then
  conforme "aucun fichier n’a été ajouté"
else
  echec "les fichiers présents ne sont pas ceux du manifeste :"
  diff "$travail/annonces" "$travail/presents" | grep '^[<>]' | sed 's/^</                 manque :/; s/^>/                 en trop :/'
fi

# 3. Le manifeste porte le sceau de l'employeur, et le sceau n'a pas un octet de trop.
if openssl cms -verify -binary -inform DER -in MANIFEST.sha256.p7s -content MANIFEST.sha256 \
  -CAfile "$racine" -no_check_time -signer "$travail/cachet.pem" -out /dev/null 2>"$travail/openssl"; then
  conforme "le sceau du manifeste est juste et remonte à la racine $racine"
else
  echec "le sceau du manifeste est faux, ou ne remonte pas à la racine $racine"
fi
taille=$(wc -c <MANIFEST.sha256.p7s | tr -d ' ')
annoncee=$(od -An -tu1 -N4 MANIFEST.sha256.p7s | awk '$1 == 48 && $2 == 130 { print $3 * 256 + $4 + 4 }')
if [ "$taille" = "$annoncee" ]; then
  conforme "le sceau a exactement la longueur qu’il annonce"
else
  echec "le sceau n’a pas la longueur qu’il annonce"
fi
sujet=$(openssl x509 -in "$travail/cachet.pem" -noout -subject -nameopt RFC2253,-esc_msb,utf8 2>/dev/null)
case $sujet in
  *OU=Cachet\ employeur*) conforme "il a été apposé par : ${sujet#subject=}" ;;
  *) echec "celui qui a scellé n’est pas le cachet de l’employeur (${sujet#subject=})" ;;
esac
if cmp -s "$travail/cachet.pem" certs/cachet.pem; then
  conforme "son certificat est bien certs/cachet.pem"
else
  echec "son certificat n’est pas certs/cachet.pem"
fi

# 4. Chaque ligne du journal porte l'empreinte de la ligne d'avant.
precedente=0000000000000000000000000000000000000000000000000000000000000000
numero=0
rompue=
while IFS= read -r ligne || [ -n "$ligne" ]; do
  numero=$((numero + 1))
  case $ligne in *"\"prev\":\"$precedente\""*) ;; *) rompue=${rompue:-$numero} ;; esac
  case $ligne in *"\"seq\":$numero,"* | *"\"seq\":$numero}"*) ;; *) rompue=${rompue:-$numero} ;; esac
  precedente=$(printf '%s' "$ligne" | sha | cut -c 1-64)
done <journal.jsonl
if [ -z "$rompue" ]; then
  conforme "les lignes du journal se suivent ($numero) ; tête de chaîne : $precedente"
else
  echec "le journal est rompu à la ligne $rompue"
fi

echo
echo "Empreinte SHA-256 de la racine, à comparer à celle du sommaire imprimé et des courriels de remise :"
openssl x509 -in "$racine" -noout -fingerprint -sha256 | sed 's/.*=//; s/://g; s/..../& /g'
if [ "$echecs" -eq 0 ]; then
  echo "Le dossier est conforme."
else
  echo "Le dossier n’est PAS conforme : points en défaut : $echecs."
  exit 1
fi
