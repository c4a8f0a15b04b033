/**
 * Who may open or send what: a line for each route of `src/modules.ts`, under the people who may. A route without a
 * line, and a line without a route, fail by name; a new page is one more line here. Patterns of ids (`{[0-9a-f-]{36}}`)
 * are left out.
 *
 * Words for people: a role, `neighbour` (a resident of another household), `number` (came in by number and code),
 * `till` (an outlet's device), `nobody` (not signed in), or all at once: `everyone`; `account` (whoever signed in, with
 * any role); `person` (an account, or a number).
 */
export const WHO_MAY: readonly { who: string; may: string }[] = [
  {
    who: 'everyone',
    may: `
      GET /
      GET /c/:slug
      GET /c/:slug/bareme
      GET /robots.txt
      GET /sitemap.xml
      GET /c/:slug/sitemap.xml
      GET /c/:slug/robots.txt
      GET /c/:slug/recherche
      GET /c/:slug/financeurs/:mention/logo
      GET /c/:slug/documents
      GET /c/:slug/documents/:document
      GET /c/:slug/documents/:document/fichier
      GET /c/:slug/documents/:document/versions/:number
      GET /c/:slug/documents/dossiers/:folder
      GET /c/:slug/participer
      GET /c/:slug/partenaires
      GET /c/:slug/questions
      GET /c/:slug/contact
      GET /c/:slug/facile-a-lire/c-est-quoi
      GET /c/:slug/facile-a-lire/comment-je-paie
      GET /c/:slug/facile-a-lire/qui-m-aide
      GET /c/:slug/mentions-legales
      GET /c/:slug/accessibilite
      GET /c/:slug/facile-a-lire
      GET /c/:slug/territoires/:place
      GET /c/:slug/pages/:page
      GET /c/:slug/plan-du-site
      GET /c/:slug/logo-facile-a-lire/:sha
      GET /c/:slug/actualites
      GET /c/:slug/actualites.atom
      GET /c/:slug/actualites/:news
      GET /c/:slug/chiffres
      GET /c/:slug/chiffres.csv
      GET /c/:slug/chiffres.json
      GET /c/:slug/agenda
      GET /c/:slug/agenda.ics
      GET /c/:slug/agenda/territoires/:territory
      GET /c/:slug/agenda/personnel/:secret
      GET /c/:slug/calendrier
      GET /c/:slug/lieux
      GET /c/:slug/reglement
      GET /c/:slug/reglement/:version
      GET /c/:slug/reglement/comparer
      GET /c/:slug/photos/:photo/:use{site|newsletter|poster|report}
      GET /c/:slug/rencontres/:meeting
      GET /c/:slug/rencontres/:meeting/agenda.ics
      GET /c/:slug/rencontres/:meeting/compte-rendu
      GET /c/:slug/rencontres/:meeting/compte-rendu/publie.pdf
      GET /c/:slug/rencontres/:meeting/documents/:material
      GET /c/:slug/rencontres/inscription/:registration/:mac
      POST /c/:slug/rencontres/:meeting
      POST /c/:slug/rencontres/inscription/:registration/:mac/place
      POST /c/:slug/rencontres/inscription/:registration/:mac/place/retirer
      POST /c/:slug/rencontres/inscription/:registration/:mac/quitter
      POST /c/:slug/rencontres/inscription/:registration/:mac/reponse
      POST /c/:slug/rencontres/inscription/:registration/:mac/voiture
      POST /c/:slug/rencontres/inscription/:registration/:mac/voiture/retirer
      GET /c/:slug/rejoindre
      POST /c/:slug/rejoindre
      GET /c/:slug/rejoindre/merci
      GET /c/:slug/ailleurs
      GET /c/:slug/lettres
      GET /c/:slug/lettres/:number
      GET /c/:slug/lettres/:number/a4.pdf
      GET /c/:slug/lettres/:number/a5.pdf
      GET /c/:slug/lettres/abonnement
      POST /c/:slug/lettres/abonnement
      GET /c/:slug/lettres/abonnement/:token
      POST /c/:slug/lettres/abonnement/:token
      GET /c/:slug/lettres/abonnement/merci
      GET /c/:slug/lettres/desabonnement/:token
      POST /c/:slug/lettres/desabonnement/:token
      GET /c/:slug/lettres/images/:picture
      POST /c/:slug/lettres/retours/:token
      GET /connexion
      POST /connexion
      POST /connexion/cle
      GET /connexion/envoi
      GET /connexion/lien/:token
      POST /connexion/lien/:token
      GET /connexion/numero
      POST /connexion/numero
      POST /deconnexion
      GET /demo
      GET /demo/:persona
      POST /demo/:persona
      GET /encaisser/appareil
      POST /encaisser/appareil
      GET /encaisser/appareil/:token
      POST /encaisser/appareil/:token
      POST /langue/:locale
      GET /sondage/:token
      POST /sondage/:token
      GET /sondage/:token/reponse/:key
      POST /sondage/:token/reponse/:key
    `,
  },
  // Inside the caisse groups are no secret; who is in them, and what they wrote, is for them and the team.
  {
    who: 'account',
    may: `
      GET /c/:slug/groupes
      GET /c/:slug/groupes/:group
    `,
  },
  {
    who: 'coordinator administrator',
    may: `
      GET /c/:slug/groupes/:group/documents/:file
      POST /c/:slug/groupes/:group/documents/retirer
      GET /c/:slug/groupes/:group/membres/ajouter
      POST /c/:slug/groupes/:group/membres
      POST /c/:slug/groupes/:group/membres/retirer
      GET /c/:slug/groupes/:group/modifier
      POST /c/:slug/groupes/:group/modifier
      GET /c/:slug/groupes/creer
      POST /c/:slug/groupes/creer
    `,
  },
  {
    who: 'coordinator administrator resident neighbour',
    may: `
      POST /c/:slug/groupes/:group/attentes
      POST /c/:slug/groupes/:group/attentes/:need/venue
      POST /c/:slug/groupes/:group/documents
      POST /c/:slug/groupes/:group/journal
      POST /c/:slug/groupes/:group/taches
      POST /c/:slug/groupes/:group/taches/:task/faite
    `,
  },
  {
    who: 'resident neighbour',
    may: `
      POST /c/:slug/groupes/:group/quitter
      POST /c/:slug/groupes/:group/rejoindre
      POST /c/:slug/groupes/:group/taches/:task/moi
    `,
  },
  // Their own session, keys and codes.
  {
    who: 'account',
    may: `
      GET /connexion/second-facteur
      POST /connexion/second-facteur
      POST /connexion/second-facteur/cle
      GET /mon-acces
      POST /mon-acces/appareils
      GET /mon-acces/application
      POST /mon-acces/application
      POST /mon-acces/application/retirer
      GET /mon-acces/cle
      POST /mon-acces/cle
      POST /mon-acces/cle/retirer
      POST /mon-acces/codes
    `,
  },
  // Each sees their own household there, and nobody else's.
  {
    who: 'person',
    may: `
      GET /accueil
      GET /c/:slug/moi
      GET /c/:slug/moi/historique
    `,
  },
  // The household's own pages: not there for who is in none, and closed to a number and a code alone.
  {
    who: 'account',
    may: `
      GET /c/:slug/moi/cotisation
      POST /c/:slug/moi/cotisation
      GET /c/:slug/moi/cotisation/moins
      POST /c/:slug/moi/cotisation/moins
      POST /c/:slug/moi/cotisation/moins/:request/retirer
      GET /c/:slug/moi/cotisation/verser
      GET /c/:slug/moi/accords
      GET /c/:slug/moi/parcours
      POST /c/:slug/moi/accords
      GET /c/:slug/moi/donnees
      GET /c/:slug/moi/donnees/json
      GET /c/:slug/moi/donnees/pdf
      GET /c/:slug/moi/foyer
      GET /c/:slug/moi/foyer/bloquer
      POST /c/:slug/moi/foyer/bloquer
      GET /c/:slug/moi/foyer/code
      POST /c/:slug/moi/foyer/code
      GET /c/:slug/moi/foyer/coordonnees
      POST /c/:slug/moi/foyer/coordonnees
      POST /c/:slug/moi/foyer/en-partie
      GET /c/:slug/moi/releve
      GET /c/:slug/moi/releve/:year
      GET /c/:slug/moi/releve/:year/pdf
      GET /c/:slug/moi/rencontres
      GET /c/:slug/moi/rendre
      POST /c/:slug/moi/rendre
    `,
  },
  // The outlet's own device, and who works there by their session.
  {
    who: 'till outlet_manager outlet_staff',
    may: `
      GET /encaisser
      POST /encaisser
      GET /encaisser/fait
      GET /encaisser/journal
      GET /encaisser/journal/:payment
      POST /encaisser/journal/:payment
      GET /encaisser/payer
      POST /encaisser/payer
      GET /encaisser/reglages
      GET /encaisser/reglages/appareils
      GET /encaisser/reglages/appareils/retirer
      GET /encaisser/reglages/lieu
      POST /encaisser/reglages/lieu
      GET /encaisser/reglages/oublier
      POST /encaisser/reglages/oublier
      GET /encaisser/reglages/personnes
      GET /encaisser/reglages/personnes/retirer
      GET /encaisser/reglages/son
      POST /encaisser/reglages/son
      GET /encaisser/releves
      GET /encaisser/releves/:slug/:batch/:line
      GET /encaisser/solde
      POST /encaisser/solde
    `,
  },
  {
    who: 'outlet_manager',
    may: `
      POST /encaisser/reglages/appareils
      POST /encaisser/reglages/appareils/retirer
      POST /encaisser/reglages/personnes
      POST /encaisser/reglages/personnes/retirer
    `,
  },
  // Names, and what each household contributes: never the administrator, who looks after the software.
  {
    who: 'coordinator treasurer',
    may: `
      GET /c/:slug/rencontres/:meeting/depenses
      POST /c/:slug/rencontres/:meeting/depenses
      POST /c/:slug/rencontres/:meeting/depenses/retirer
      GET /c/:slug/fin/tout.xlsx
      GET /c/:slug/import
      GET /c/:slug/import/:import
      POST /c/:slug/import/:import/importer
      POST /c/:slug/import/:import/proposer
      GET /c/:slug/import/modele.csv
      GET /c/:slug/demandes
      GET /c/:slug/demandes/:request
      POST /c/:slug/demandes/:request/convenir
      POST /c/:slug/demandes/:request/parle
      GET /c/:slug/tresorerie/cotisations
      GET /c/:slug/tresorerie/cotisations/:household
      GET /c/:slug/tresorerie/cotisations/:household/noter
      POST /c/:slug/tresorerie/cotisations/:household/noter
      GET /c/:slug/tresorerie/cotisations/:household/remise
      POST /c/:slug/tresorerie/cotisations/:household/remise
      GET /c/:slug/tresorerie/cotisations/annuler
      POST /c/:slug/tresorerie/cotisations/annuler
      GET /c/:slug/tresorerie/cotisations/:household/rendre
      POST /c/:slug/tresorerie/cotisations/:household/rendre
      GET /c/:slug/tresorerie/cotisations/:household/rendre/garder
      POST /c/:slug/tresorerie/cotisations/:household/rendre/garder
      GET /c/:slug/tresorerie/cotisations/:household/rendre/signer
      POST /c/:slug/tresorerie/cotisations/:household/rendre/signer
      GET /c/:slug/tresorerie/cotisations/calculer
      POST /c/:slug/tresorerie/cotisations/calculer
      GET /c/:slug/tresorerie/cotisations/delai
      POST /c/:slug/tresorerie/cotisations/delai
      GET /c/:slug/tresorerie/cotisations/noter
      POST /c/:slug/tresorerie/cotisations/noter
      GET /c/:slug/tresorerie/especes
      GET /c/:slug/tresorerie/especes/cheques
      POST /c/:slug/tresorerie/especes/cheques
      GET /c/:slug/tresorerie/especes/compter
      POST /c/:slug/tresorerie/especes/compter
      GET /c/:slug/tresorerie/especes/remettre
      POST /c/:slug/tresorerie/especes/remettre
      GET /c/:slug/tresorerie/recettes
      GET /c/:slug/tresorerie/recettes/:receipt/annuler
      POST /c/:slug/tresorerie/recettes/:receipt/annuler
      GET /c/:slug/tresorerie/recettes/:receipt/recu
      GET /c/:slug/tresorerie/remises/:deposit
      GET /c/:slug/tresorerie/remises/:deposit/bordereau
      GET /c/:slug/tresorerie/remises/:deposit/impaye
      POST /c/:slug/tresorerie/remises/:deposit/impaye
    `,
  },
  {
    who: 'coordinator treasurer administrator',
    may: `
      GET /c/:slug/financements
      GET /c/:slug/financements/:application
      GET /c/:slug/financements/mentions
      POST /c/:slug/financements/mentions
      POST /c/:slug/financements/mentions/retirer
      GET /c/:slug/financements/noter
      POST /c/:slug/financements/noter
      GET /c/:slug/financements/fonctionnement
      POST /c/:slug/financements/fonctionnement
      GET /c/:slug/financements/rapports
      POST /c/:slug/financements/rapports
      GET /c/:slug/financements/rapports/rendu
      POST /c/:slug/financements/rapports/rendu
      GET /c/:slug/financements/:application/modifier
      POST /c/:slug/financements/:application/modifier
      GET /c/:slug/financements/:application/suite
      POST /c/:slug/financements/:application/suite
      GET /c/:slug/financements/:application/accordee
      POST /c/:slug/financements/:application/accordee
      GET /c/:slug/financements/:application/refusee
      POST /c/:slug/financements/:application/refusee
      GET /c/:slug/documents/:document/remplacer
      POST /c/:slug/documents/:document/remplacer
      GET /c/:slug/documents/:document/changer
      POST /c/:slug/documents/:document/changer
      GET /c/:slug/documents/:document/reprendre
      POST /c/:slug/documents/:document/reprendre
      GET /c/:slug/documents/:document/retirer
      POST /c/:slug/documents/:document/retirer
      GET /c/:slug/documents/deposer
      POST /c/:slug/documents/deposer
      GET /c/:slug/documents/dossiers/ouvrir
      POST /c/:slug/documents/dossiers/ouvrir
      GET /c/:slug/documents/dossiers/changer
      POST /c/:slug/documents/dossiers/changer
      GET /c/:slug/documents/dossiers/enlever
      POST /c/:slug/documents/dossiers/enlever
      GET /c/:slug/documents/corbeille/remettre
      POST /c/:slug/documents/corbeille/remettre
      GET /c/:slug/documents/corbeille
      GET /c/:slug/equipe
      GET /c/:slug/ouverture
      GET /c/:slug/projets-de-reglement
      GET /c/:slug/projets-de-reglement/:draft
      GET /c/:slug/projets-de-reglement/:draft/adoption
      GET /c/:slug/projets-de-reglement/:draft/effet
      GET /c/:slug/projets-de-reglement/:draft/sortes
      POST /c/:slug/projets-de-reglement/:draft/adopter
      GET /c/:slug/fin
      GET /c/:slug/bureau
      GET /c/:slug/lieux/gerer
      GET /c/:slug/lieux/gerer/:outlet
      GET /c/:slug/lieux/gerer/:outlet/affiche
      GET /c/:slug/lieux/gerer/:outlet/appareils
      GET /c/:slug/lieux/gerer/:outlet/appareils/retirer
      GET /c/:slug/lieux/gerer/:outlet/compte
      POST /c/:slug/lieux/gerer/:outlet/compte
      GET /c/:slug/lieux/gerer/:outlet/compte/confirmer
      POST /c/:slug/lieux/gerer/:outlet/compte/confirmer
      GET /c/:slug/lieux/gerer/:outlet/compte/retirer
      POST /c/:slug/lieux/gerer/:outlet/compte/retirer
      GET /c/:slug/lieux/gerer/:outlet/convention
      GET /c/:slug/lieux/gerer/:outlet/convention/finir
      GET /c/:slug/lieux/gerer/:outlet/convention/reprendre
      GET /c/:slug/lieux/gerer/:outlet/convention/suspendre
      GET /c/:slug/lieux/gerer/:outlet/modifier/noter
      GET /c/:slug/lieux/gerer/ajouter/noter
      GET /c/:slug/lieux/gerer/:outlet/personnes
      GET /c/:slug/lieux/gerer/:outlet/personnes/retirer
      GET /c/:slug/mois
      POST /c/:slug/mois
      GET /c/:slug/mois/:run
      GET /c/:slug/mois/:run/:act{signer|emettre|abandonner}
      POST /c/:slug/mois/:run/abandonner
      POST /c/:slug/mois/:run/emettre
      POST /c/:slug/mois/:run/signer
      GET /c/:slug/tresorerie
      GET /c/:slug/tresorerie/banque
      GET /c/:slug/tresorerie/banque/compte
      GET /c/:slug/tresorerie/banque/changer
      POST /c/:slug/tresorerie/banque/changer
      GET /c/:slug/tresorerie/banque/changer/confirmer
      POST /c/:slug/tresorerie/banque/changer/confirmer
      GET /c/:slug/tresorerie/banque/changer/retirer
      POST /c/:slug/tresorerie/banque/changer/retirer
      GET /c/:slug/tresorerie/banque/depart
      POST /c/:slug/tresorerie/banque/depart
      GET /c/:slug/tresorerie/banque/solde
      POST /c/:slug/tresorerie/banque/solde
      GET /c/:slug/tresorerie/clotures
      GET /c/:slug/tresorerie/clotures/:month
      GET /c/:slug/tresorerie/clotures/:month/document
      GET /c/:slug/tresorerie/clotures/:month/preparer
      POST /c/:slug/tresorerie/clotures/:month/preparer
      GET /c/:slug/tresorerie/clotures/:month/reprendre
      POST /c/:slug/tresorerie/clotures/:month/reprendre
      GET /c/:slug/tresorerie/clotures/:month/signer
      POST /c/:slug/tresorerie/clotures/:month/signer
      GET /c/:slug/tresorerie/ecart
      GET /c/:slug/tresorerie/ecart/expliquer
      POST /c/:slug/tresorerie/ecart/expliquer
      GET /c/:slug/tresorerie/remboursements
      GET /c/:slug/tresorerie/remboursements/:batch
      GET /c/:slug/tresorerie/remboursements/:batch/abandonner
      POST /c/:slug/tresorerie/remboursements/:batch/abandonner
      GET /c/:slug/tresorerie/remboursements/:batch/envoyer
      POST /c/:slug/tresorerie/remboursements/:batch/envoyer
      GET /c/:slug/tresorerie/remboursements/:batch/fichier
      GET /c/:slug/tresorerie/remboursements/:batch/lignes
      POST /c/:slug/tresorerie/remboursements/:batch/lignes
      GET /c/:slug/tresorerie/remboursements/:batch/lignes/:line/releve
      GET /c/:slug/tresorerie/remboursements/:batch/signer
      POST /c/:slug/tresorerie/remboursements/:batch/signer
      GET /c/:slug/tresorerie/remboursements/preparer
      POST /c/:slug/tresorerie/remboursements/preparer
      GET /c/:slug/tresorerie/subventions
      GET /c/:slug/tresorerie/subventions/:grant/:number/annuler
      POST /c/:slug/tresorerie/subventions/:grant/:number/annuler
      GET /c/:slug/tresorerie/subventions/:grant/:number/recue
      POST /c/:slug/tresorerie/subventions/:grant/:number/recue
      GET /c/:slug/tresorerie/subventions/:grant/signer
      POST /c/:slug/tresorerie/subventions/:grant/signer
      GET /c/:slug/tresorerie/subventions/noter
      POST /c/:slug/tresorerie/subventions/noter
    `,
  },
  {
    who: 'treasurer administrator',
    may: `
      POST /c/:slug/tresorerie/banque/compte
    `,
  },
  {
    who: 'committee_member coordinator treasurer evaluator administrator',
    may: `
      GET /c/:slug/etat
    `,
  },
  // Who takes notes.
  {
    who: 'committee_member coordinator administrator',
    may: `
      GET /c/:slug/rencontres/:meeting/compte-rendu/ecrire
      GET /c/:slug/rencontres/:meeting/compte-rendu/imprimer.pdf
      GET /c/:slug/rencontres/:meeting/compte-rendu/parties/:section
      GET /c/:slug/rencontres/:meeting/compte-rendu/parties/:section/reunir/:aside
      GET /c/:slug/rencontres/:meeting/compte-rendu/parties/:section/versions
      POST /c/:slug/rencontres/:meeting/compte-rendu/commencer
      POST /c/:slug/rencontres/:meeting/compte-rendu/parties
      POST /c/:slug/rencontres/:meeting/compte-rendu/parties/:section
      POST /c/:slug/rencontres/:meeting/compte-rendu/parties/:section/plume
      POST /c/:slug/rencontres/:meeting/compte-rendu/parties/:section/reunir/:aside
      POST /c/:slug/rencontres/:meeting/compte-rendu/parties/:section/texte
      POST /c/:slug/rencontres/:meeting/compte-rendu/parties/:section/titre
      POST /c/:slug/rencontres/:meeting/compte-rendu/taches
    `,
  },
  // Files of persons.
  {
    who: 'coordinator administrator',
    may: `
      GET /c/:slug/rencontres
      GET /c/:slug/rencontres/:meeting/annuler
      GET /c/:slug/rencontres/:meeting/compte-rendu/publier
      GET /c/:slug/rencontres/:meeting/gerer
      GET /c/:slug/rencontres/:meeting/inscrire
      GET /c/:slug/rencontres/:meeting/inscrits/:registration
      GET /c/:slug/rencontres/:meeting/liste.pdf
      GET /c/:slug/rencontres/:meeting/modifier
      GET /c/:slug/rencontres/:meeting/photos
      GET /c/:slug/rencontres/:meeting/photos/:photo/image
      GET /c/:slug/rencontres/:meeting/pointer
      GET /c/:slug/rencontres/:meeting/preparer
      GET /c/:slug/rencontres/:meeting/voitures
      GET /c/:slug/rencontres/appels
      GET /c/:slug/rencontres/nouvelle
      GET /c/:slug/rencontres/reglages
      GET /c/:slug/rencontres/serie
      POST /c/:slug/rencontres/:meeting/annoncer
      POST /c/:slug/rencontres/:meeting/annuler
      POST /c/:slug/rencontres/:meeting/compte-rendu/publier
      POST /c/:slug/rencontres/:meeting/compte-rendu/rouvrir
      POST /c/:slug/rencontres/:meeting/compte-rendu/valider
      POST /c/:slug/rencontres/:meeting/inscrire
      POST /c/:slug/rencontres/:meeting/inscrits/:registration
      POST /c/:slug/rencontres/:meeting/inscrits/:registration/appele
      POST /c/:slug/rencontres/:meeting/inscrits/:registration/quitter
      POST /c/:slug/rencontres/:meeting/inviter
      POST /c/:slug/rencontres/:meeting/modifier
      POST /c/:slug/rencontres/:meeting/photos
      POST /c/:slug/rencontres/:meeting/photos/:photo
      POST /c/:slug/rencontres/:meeting/photos/:photo/accord
      POST /c/:slug/rencontres/:meeting/photos/:photo/retrait
      POST /c/:slug/rencontres/:meeting/photos/:photo/supprimer
      POST /c/:slug/rencontres/:meeting/pointer
      POST /c/:slug/rencontres/:meeting/pointer/arrivee
      POST /c/:slug/rencontres/:meeting/preparer
      POST /c/:slug/rencontres/:meeting/preparer/documents
      POST /c/:slug/rencontres/:meeting/preparer/documents/retirer
      POST /c/:slug/rencontres/:meeting/voitures
      POST /c/:slug/rencontres/appels
      POST /c/:slug/rencontres/nouvelle
      POST /c/:slug/rencontres/reglages
      POST /c/:slug/rencontres/serie
      GET /c/:slug/donnees
      POST /c/:slug/donnees
      GET /c/:slug/donnees/effacer
      GET /c/:slug/donnees/effacer/:person
      POST /c/:slug/donnees/effacer/:person
      GET /c/:slug/donnees/fuite
      GET /c/:slug/donnees/fuite.pdf
      GET /c/:slug/donnees/lectures
      GET /c/:slug/donnees/notice
      GET /c/:slug/donnees/notice.pdf
      GET /c/:slug/donnees/registre
      GET /c/:slug/donnees/registre.pdf
      GET /c/:slug/courriers
      GET /c/:slug/equipe/:account/acces
      GET /c/:slug/equipe/inviter
      POST /c/:slug/equipe/inviter
      GET /c/:slug/equipe/roles/:role
      POST /c/:slug/equipe/roles/:role
      POST /c/:slug/ouverture
      POST /c/:slug/projets-de-reglement
      POST /c/:slug/projets-de-reglement/:draft
      POST /c/:slug/projets-de-reglement/:draft/abandonner
      POST /c/:slug/projets-de-reglement/:draft/adoption
      POST /c/:slug/projets-de-reglement/:draft/sortes
      GET /c/:slug/file-attente
      POST /c/:slug/file-attente
      GET /c/:slug/file-attente/:request
      POST /c/:slug/file-attente/:request/:answer{attente|sans_suite|renonce}
      POST /c/:slug/file-attente/:request/effacer
      POST /c/:slug/file-attente/:request/place
      GET /c/:slug/file-attente/noter
      POST /c/:slug/file-attente/noter
      GET /c/:slug/file-attente/vagues
      POST /c/:slug/file-attente/vagues
      GET /c/:slug/file-attente/vagues/:wave
      POST /c/:slug/file-attente/vagues/:wave
      GET /c/:slug/foyers
      GET /c/:slug/foyers/:household
      GET /c/:slug/foyers/:household/:person/code
      POST /c/:slug/foyers/:household/:person/code
      GET /c/:slug/foyers/:household/aide
      POST /c/:slug/foyers/:household/aide/:person/arreter
      GET /c/:slug/foyers/:household/aide/:person/mandat
      POST /c/:slug/foyers/:household/aide/:person/mandat
      POST /c/:slug/foyers/:household/aide/:person/messages
      GET /c/:slug/foyers/:household/aide/:person/papier
      GET /c/:slug/foyers/:household/rendre
      POST /c/:slug/foyers/:household/rendre
      GET /c/:slug/foyers/:household/solde
      GET /c/:slug/foyers/:household/vie
      GET /c/:slug/foyers/:household/vie/:event{naissance|arrivee|majorite|demenagement|pause|depart|separation|reunion|quitter|deces}
      POST /c/:slug/foyers/:household/vie/:event{naissance|arrivee|majorite|demenagement|pause|depart|separation|reunion|quitter|deces}
      GET /c/:slug/foyers/:household/vie/annuler/:eventId
      POST /c/:slug/foyers/:household/vie/annuler/:eventId
      GET /c/:slug/foyers/a-venir
      GET /c/:slug/foyers/inscrire
      POST /c/:slug/foyers/inscrire
      GET /c/:slug/lieux/gerer/:outlet/modifier
      POST /c/:slug/lieux/gerer/:outlet/appareils
      POST /c/:slug/lieux/gerer/:outlet/appareils/retirer
      POST /c/:slug/lieux/gerer/:outlet/convention
      POST /c/:slug/lieux/gerer/:outlet/convention/finir
      POST /c/:slug/lieux/gerer/:outlet/convention/reprendre
      POST /c/:slug/lieux/gerer/:outlet/convention/suspendre
      POST /c/:slug/lieux/gerer/:outlet/modifier/noter
      POST /c/:slug/lieux/gerer/:outlet/personnes
      POST /c/:slug/lieux/gerer/:outlet/personnes/retirer
      GET /c/:slug/lieux/gerer/ajouter
      POST /c/:slug/lieux/gerer/ajouter/noter
      GET /c/:slug/mobilisation
      POST /c/:slug/mobilisation/depart
      GET /c/:slug/mobilisation/appels.pdf
      GET /c/:slug/mobilisation/actions
      GET /c/:slug/mobilisation/actions/nouvelle
      POST /c/:slug/mobilisation/actions/nouvelle
      GET /c/:slug/mobilisation/actions/:action
      POST /c/:slug/mobilisation/actions/:action
      GET /c/:slug/mobilisation/contacts
      GET /c/:slug/mobilisation/contacts/noter
      POST /c/:slug/mobilisation/contacts/noter
      GET /c/:slug/mobilisation/contacts/:someone
      POST /c/:slug/mobilisation/contacts/:someone/suivre
      POST /c/:slug/mobilisation/contacts/:someone/reprendre
      POST /c/:slug/mobilisation/contacts/:someone/effacer
      GET /c/:slug/mobilisation/contacts/:someone/pre-inscrire
      POST /c/:slug/mobilisation/contacts/:someone/pre-inscrire
      GET /c/:slug/mobilisation/affiches
      GET /c/:slug/mobilisation/affiches/nouvelle
      POST /c/:slug/mobilisation/affiches/nouvelle
      GET /c/:slug/mobilisation/affiches/:poster
      POST /c/:slug/mobilisation/affiches/:poster
      POST /c/:slug/mobilisation/affiches/:poster/supprimer
      GET /c/:slug/mobilisation/affiches/:poster/pdf
      GET /c/:slug/mobilisation/importer
      POST /c/:slug/mobilisation/importer
      GET /c/:slug/mobilisation/importer/:import
      POST /c/:slug/mobilisation/importer/:import/colonnes
      POST /c/:slug/mobilisation/importer/:import/faire
      GET /c/:slug/mobilisation/inviter
      POST /c/:slug/mobilisation/inviter
      GET /c/:slug/mobilisation/inviter/:meeting/lettres.pdf
      GET /c/:slug/sondages
      GET /c/:slug/sondages/:poll
      POST /c/:slug/sondages/:poll/abandonner
      GET /c/:slug/sondages/:poll/choisir/:date
      POST /c/:slug/sondages/:poll/choisir/:date
      GET /c/:slug/sondages/:poll/inviter
      POST /c/:slug/sondages/:poll/inviter
      GET /c/:slug/sondages/:poll/modifier
      POST /c/:slug/sondages/:poll/modifier
      GET /c/:slug/sondages/:poll/noter
      POST /c/:slug/sondages/:poll/noter
      POST /c/:slug/sondages/:poll/rappeler
      POST /c/:slug/sondages/:poll/retirer
      POST /c/:slug/sondages/:poll/retirer-une-date
      GET /c/:slug/sondages/nouveau
      POST /c/:slug/sondages/nouveau
      GET /c/:slug/structures
      POST /c/:slug/structures
      GET /c/:slug/structures/:structure
      POST /c/:slug/structures/:structure
      POST /c/:slug/structures/:structure/fin
      POST /c/:slug/structures/:structure/membre
      GET /c/:slug/parcours
      POST /c/:slug/parcours
      GET /c/:slug/parcours/:step
      POST /c/:slug/parcours/:step
      POST /c/:slug/parcours/:step/autrement
      POST /c/:slug/parcours/:step/finir
      POST /c/:slug/parcours/:step/monter
      GET /c/:slug/parcours/feuille.pdf
      GET /c/:slug/ailleurs/:sister
      POST /c/:slug/ailleurs/:sister
      POST /c/:slug/ailleurs/:sister/chiffres
      POST /c/:slug/ailleurs/:sister/chiffres/:figure/retirer
      POST /c/:slug/ailleurs/:sister/relire
      POST /c/:slug/ailleurs/:sister/retirer
      POST /c/:slug/ailleurs/connues
      GET /c/:slug/ailleurs/nouvelle
      POST /c/:slug/ailleurs/nouvelle
      GET /c/:slug/ailleurs/publication
      POST /c/:slug/ailleurs/publication
      POST /c/:slug/ailleurs/publication/:publication/retirer
      GET /c/:slug/lettre
      GET /c/:slug/lettre/:letter
      POST /c/:slug/lettre/:letter
      GET /c/:slug/lettre/:letter/ajouter/:kind
      POST /c/:slug/lettre/:letter/ajouter/:kind
      GET /c/:slug/lettre/:letter/apercu
      GET /c/:slug/lettre/:letter/apercu/a4.pdf
      GET /c/:slug/lettre/:letter/apercu/a5.pdf
      GET /c/:slug/lettre/:letter/apercu/courriel
      POST /c/:slug/lettre/:letter/arreter
      GET /c/:slug/lettre/:letter/blocs/:block
      POST /c/:slug/lettre/:letter/blocs/:block
      POST /c/:slug/lettre/:letter/blocs/:block/deplacer
      POST /c/:slug/lettre/:letter/blocs/:block/retirer
      GET /c/:slug/lettre/:letter/envoyer
      POST /c/:slug/lettre/:letter/envoyer
      POST /c/:slug/lettre/:letter/essai
      POST /c/:slug/lettre/:letter/jeter
      POST /c/:slug/lettre/:letter/papier
      GET /c/:slug/lettre/:letter/papier.pdf
      POST /c/:slug/lettre/:letter/reprendre
      POST /c/:slug/lettre/:letter/reprendre-en-main
      GET /c/:slug/lettre/abonnements
      POST /c/:slug/lettre/abonnements/:subscriber/retirer
      GET /c/:slug/lettre/abonnements/nouveau
      POST /c/:slug/lettre/abonnements/nouveau
      GET /c/:slug/lettre/nouvelle
      POST /c/:slug/lettre/nouvelle
      GET /c/:slug/lettre/retours
      POST /c/:slug/lettre/retours
      POST /c/:slug/lettre/retours/adresse
      POST /c/:slug/lettre/retours/reglages
      GET /c/:slug/annuaire
      GET /c/:slug/annuaire/ajouter
      POST /c/:slug/annuaire/ajouter
      GET /c/:slug/annuaire/annuaire.pdf
      GET /c/:slug/annuaire/annuaire.xlsx
      GET /c/:slug/annuaire/contacts-publics
      POST /c/:slug/annuaire/contacts-publics
      POST /c/:slug/annuaire/contacts-publics/retirer
      GET /c/:slug/annuaire/doublons
      GET /c/:slug/annuaire/doublons/:one/:other
      POST /c/:slug/annuaire/doublons/:one/:other
      POST /c/:slug/annuaire/doublons/:one/:other/distinctes
      GET /c/:slug/annuaire/doublons/chercher/:one
      GET /c/:slug/annuaire/equipe
      GET /c/:slug/annuaire/import
      POST /c/:slug/annuaire/import
      GET /c/:slug/annuaire/import/:import
      POST /c/:slug/annuaire/import/:import/abandonner
      POST /c/:slug/annuaire/import/:import/colonnes
      POST /c/:slug/annuaire/import/:import/importer
      GET /c/:slug/annuaire/import/modele.csv
      GET /c/:slug/annuaire/organisations
      GET /c/:slug/annuaire/organisations/:partner
      POST /c/:slug/annuaire/organisations/:partner
      GET /c/:slug/annuaire/organisations/ajouter
      POST /c/:slug/annuaire/organisations/ajouter
      GET /c/:slug/annuaire/personnes/:contact
      POST /c/:slug/annuaire/personnes/:contact/accord
      POST /c/:slug/annuaire/personnes/:contact/accord/retirer
      POST /c/:slug/annuaire/personnes/:contact/confirmer
      GET /c/:slug/annuaire/personnes/:contact/effacer
      POST /c/:slug/annuaire/personnes/:contact/effacer
      POST /c/:slug/annuaire/personnes/:contact/etiquettes
      POST /c/:slug/annuaire/personnes/:contact/modifier
      POST /c/:slug/annuaire/personnes/:contact/role
      POST /c/:slug/annuaire/personnes/:contact/role/fin
    `,
  },
  // Under a mandate: only for those who signed one.
  {
    who: 'helper partner_structure',
    may: `
      GET /c/:slug/aide
      POST /c/:slug/aide/:person/bloquer
      GET /c/:slug/aide/:person/joindre
      POST /c/:slug/aide/:person/joindre
    `,
  },
  {
    who: 'partner_structure',
    may: `
      GET /c/:slug/aide/contacts
      POST /c/:slug/aide/contacts
      GET /c/:slug/aide/demande
      POST /c/:slug/aide/demande
    `,
  },
  // Letters tell amounts to the household they are for.
  {
    who: 'coordinator',
    may: `
      POST /c/:slug/import
      POST /c/:slug/import/:import/abandonner
      POST /c/:slug/import/:import/colonnes
      GET /c/:slug/messages
      POST /c/:slug/messages/:as{lettres|appels}
      GET /c/:slug/messages/:batch/imprimer
      POST /c/:slug/messages/appele
      POST /c/:slug/messages/changement
      POST /c/:slug/messages/reglages
      GET /c/:slug/messages/textes/:occasion
      POST /c/:slug/messages/textes/:occasion
      POST /c/:slug/messages/textes/:occasion/defaut
      POST /c/:slug/foyers/:household/:person/:act{numero|effacer|bloquer|debloquer}
      GET /c/:slug/foyers/:household/cotisation
      POST /c/:slug/foyers/:household/cotisation/derogation
      POST /c/:slug/foyers/:household/cotisation/derogation/fin
      POST /c/:slug/foyers/:household/cotisation/engagement
    `,
  },
  {
    who: 'administrator',
    may: `
      POST /c/:slug/equipe/:account/acces
      POST /c/:slug/fin
      POST /c/:slug/fin/:act{retirer|archiver|rouvrir}
      GET /c/:slug/nouvelle-caisse
      POST /c/:slug/nouvelle-caisse
    `,
  },
  // The public site and the timeline, as the team writes them.
  {
    who: 'coordinator administrator',
    may: `
      GET /c/:slug/calendrier/gerer
      POST /c/:slug/calendrier/gerer
      GET /c/:slug/calendrier/gerer/:milestone
      POST /c/:slug/calendrier/gerer/:milestone
      POST /c/:slug/calendrier/gerer/:milestone/retirer
      GET /c/:slug/site
      GET /c/:slug/site/actualites
      GET /c/:slug/site/actualites/nouvelle
      POST /c/:slug/site/actualites/nouvelle
      GET /c/:slug/site/actualites/:news
      POST /c/:slug/site/actualites/:news
      POST /c/:slug/site/actualites/:news/retirer
      GET /c/:slug/site/chiffres
      GET /c/:slug/site/nouvelle
      POST /c/:slug/site/nouvelle
      GET /c/:slug/site/pages/:page
      POST /c/:slug/site/pages/:page
      GET /c/:slug/site/pages/:page/textes/:number
      POST /c/:slug/site/pages/:page/reprendre
      POST /c/:slug/site/pages/:page/retirer
      GET /c/:slug/site/pages/:page/validation
      POST /c/:slug/site/pages/:page/validation
      GET /c/:slug/site/reglages
      POST /c/:slug/site/reglages
    `,
  },
  // A calendar of one's own, by a secret address.
  {
    who: 'account',
    may: `
      GET /c/:slug/agenda/abonnement
      POST /c/:slug/agenda/abonnement
      POST /c/:slug/agenda/abonnement/retirer
    `,
  },
]
