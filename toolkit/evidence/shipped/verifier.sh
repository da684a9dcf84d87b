#!/bin/sh
# Vérifie ce dossier de preuve sans l'outil qui l'a fait : il suffit d'un shell, des coreutils et d'openssl.
#   sh verifier.sh [racine.pem [racine-horodatage.pem]]
# Les certificats racines sont ceux du dossier, sauf si d'autres, obtenus ailleurs, sont indiqués.
# Code de retour : 0 si tout est conforme, 1 si quelque chose ne l'est pas, 2 si un programme manque.

LC_ALL=C
export LC_ALL
absolu() { case $1 in '' | /*) printf '%s' "$1" ;; *) printf '%s' "$PWD/$1" ;; esac; }
racine=$(absolu "${1:-}")
racine_horodatage=$(absolu "${2:-}")
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
detail() { echo "                 $1"; }

# Un sceau ou un horodatage annonce sa longueur dans ses quatre premiers octets (DER).
longueur() {
  fichier=$1
  taille=$(wc -c <"$fichier" | tr -d ' ')
  # shellcheck disable=SC2046 # les octets sont séparés par des espaces
  set -- $(od -An -tu1 -N4 "$fichier")
  if [ "$1" = 48 ] && [ "$2" = 130 ] && [ $(($3 * 256 + $4 + 4)) = "$taille" ]; then
    conforme "$fichier a exactement la longueur qu’il annonce"
  else
    echec "$fichier n’a pas la longueur qu’il annonce : des octets ont été ajoutés ou retirés"
  fi
}

empreinte() (
  brute=$(openssl x509 -in "$1" -noout -fingerprint -sha256 2>/dev/null)
  IFS=:
  # shellcheck disable=SC2086 # les octets sont séparés par des deux-points
  set -- ${brute#*=}
  while [ $# -gt 1 ]; do printf '%s%s ' "$1" "$2"; shift 2; done
  echo
)

# « Nov 22 06:57:21 2026 GMT » se lit « 22/11/2026 à 06:57:21, temps universel ».
en_francais() (
  # shellcheck disable=SC2086 # les parties sont séparées par des espaces
  set -- $1
  mois=0
  for nom in Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec; do
    mois=$((mois + 1))
    [ "$nom" = "$1" ] && printf '%02d/%02d/%s à %s, temps universel' "${2#0}" "$mois" "$4" "$3"
  done
)

# 1. Chaque fichier annoncé est là, et n'a pas changé.
if sha -c MANIFEST.sha256 >"$travail/empreintes" 2>/dev/null && [ -s MANIFEST.sha256 ]; then
  conforme "$(wc -l <MANIFEST.sha256 | tr -d ' ') fichiers ont l’empreinte annoncée par le manifeste"
else
  echec "des fichiers manquent ou ont changé :"
  while IFS= read -r ligne; do
    case $ligne in
      *": OK") ;;
      *": FAILED open or read") detail "${ligne%: FAILED open or read} : manque ou illisible" ;;
      *": FAILED") detail "${ligne%: FAILED} : a changé" ;;
    esac
  done <"$travail/empreintes"
fi

# 2. Aucun fichier n'a été ajouté. Le manifeste ne peut annoncer ni lui-même, ni son sceau, ni ses horodatages.
inventaire() {
  for chemin in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    if [ -L "$chemin" ]; then echo "${chemin#./}"; echo "$chemin" >>"$travail/liens"
    elif [ -d "$chemin" ]; then inventaire "$chemin"
    elif [ -f "$chemin" ]; then echo "${chemin#./}"
    elif [ -e "$chemin" ]; then echo "${chemin#./}"; echo "$chemin" >>"$travail/liens"
    fi
  done
}
{
  cut -c 67- MANIFEST.sha256 2>/dev/null
  echo MANIFEST.sha256
  echo MANIFEST.sha256.p7s
  jeton=MANIFEST.sha256.tst
  rang=0
  while [ -f "$jeton" ]; do echo "$jeton"; rang=$((rang + 1)); jeton=MANIFEST.sha256.tst.$rang; done
} | sort >"$travail/annonces"
: >"$travail/liens"
inventaire . | sort >"$travail/presents"
ecarts=$(comm -3 "$travail/annonces" "$travail/presents")
if [ -z "$ecarts" ] && [ ! -s "$travail/liens" ]; then
  conforme "aucun fichier n’a été ajouté"
else
  echec "les fichiers présents ne sont pas ceux du manifeste :"
  comm -23 "$travail/annonces" "$travail/presents" | while IFS= read -r nom; do detail "manque : $nom"; done
  comm -13 "$travail/annonces" "$travail/presents" | while IFS= read -r nom; do detail "en trop : $nom"; done
  while IFS= read -r nom; do detail "n’est pas un fichier ordinaire : ${nom#./}"; done <"$travail/liens"
fi

# 3. Le manifeste porte le sceau de l'employeur, et le sceau n'a pas un octet de trop.
if openssl cms -verify -binary -inform DER -in MANIFEST.sha256.p7s -content MANIFEST.sha256 \
  -CAfile "$racine" -no_check_time -signer "$travail/cachet.pem" -out /dev/null 2>"$travail/openssl"; then
  conforme "le sceau du manifeste est juste et remonte à la racine $racine"
else
  echec "le sceau du manifeste est faux, ou ne remonte pas à la racine $racine"
fi
if [ -f MANIFEST.sha256.p7s ]; then longueur MANIFEST.sha256.p7s; else echec "le sceau manque"; fi
sujet=$(openssl x509 -in "$travail/cachet.pem" -noout -subject -nameopt RFC2253,-esc_msb,utf8 2>/dev/null)
case $sujet in
  *OU=Cachet\ employeur*) conforme "il a été apposé par : ${sujet#subject=}" ;;
  *) echec "celui qui a scellé n’est pas le cachet de l’employeur (${sujet#subject=})" ;;
esac
apposant=$(openssl x509 -in "$travail/cachet.pem" -outform DER 2>/dev/null | sha)
joint=non
for certificat in certs/cachet*.pem; do
  [ "$apposant" = "$(openssl x509 -in "$certificat" -outform DER 2>/dev/null | sha)" ] && joint=$certificat
done
if [ -s "$travail/cachet.pem" ] && [ "$joint" != non ]; then
  conforme "son certificat est bien $joint"
else
  echec "son certificat n’est pas parmi ceux de certs/"
fi

# 4. Le manifeste est daté par un tiers, s'il y a un horodatage ; chaque horodatage suivant date le précédent.
if [ -n "$racine_horodatage" ]; then
  cat "$racine_horodatage" >"$travail/horodatage.pem" 2>/dev/null
else
  cat certs/horodatage-*.pem >"$travail/horodatage.pem" 2>/dev/null
fi
dessous=MANIFEST.sha256
jeton=MANIFEST.sha256.tst
rang=0
while [ -f "$jeton" ]; do
  if openssl ts -verify -token_in -in "$jeton" -data "$dessous" -CAfile "$travail/horodatage.pem" \
    -no_check_time >/dev/null 2>&1; then
    date=$(openssl ts -reply -token_in -in "$jeton" -text 2>/dev/null | while IFS= read -r ligne; do
      case $ligne in "Time stamp: "*) en_francais "${ligne#Time stamp: }" ;; esac
    done)
    conforme "$dessous existait le $date, d’après l’autorité d’horodatage : $jeton"
  else
    echec "l’horodatage $jeton est faux, n’est pas celui de $dessous, ou n’a pas de racine de confiance"
  fi
  longueur "$jeton"
  dernier=$jeton
  avant=$dessous
  dessous=$jeton
  rang=$((rang + 1))
  jeton=MANIFEST.sha256.tst.$rang
done
if [ "$rang" -gt 0 ] && ! openssl ts -verify -token_in -in "$dernier" -data "$avant" \
  -CAfile "$travail/horodatage.pem" >/dev/null 2>&1; then
  echo "[à savoir]     le certificat qui a fait $dernier n’est plus, ou pas encore, en cours de validité"
fi
if [ "$rang" -eq 0 ]; then
  if [ -f certs/horodatage-1.pem ]; then
    echec "l’horodatage MANIFEST.sha256.tst est annoncé, mais il manque"
  else
    echo "[à savoir]     pas d’horodatage : la date du sceau est celle de l’horloge de l’employeur"
  fi
fi

# 5. Chaque ligne du journal porte l'empreinte de la ligne d'avant.
precedente=0000000000000000000000000000000000000000000000000000000000000000
numero=0
rompue=
[ -f journal.jsonl ] || rompue=1
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
empreinte "$racine"
if [ -s "$travail/horodatage.pem" ]; then
  echo "Empreinte SHA-256 de l’autorité d’horodatage, à comparer à celle qu’elle publie :"
  empreinte "$travail/horodatage.pem"
fi
if [ "$echecs" -eq 0 ]; then
  echo "Le dossier est conforme."
else
  echo "Le dossier n’est PAS conforme : points en défaut : $echecs."
  exit 1
fi
