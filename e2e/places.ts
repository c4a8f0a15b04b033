import type { BrowserContext, Page } from '@playwright/test'
import type { Given, Resident } from './given.ts'

/** Who looks: a persona of the demonstration, an outlet's device, a session of `given.ts`, or nobody in particular. */
export type Viewer =
  | 'visitor'
  | 'administration'
  | 'coordination'
  | 'tresorerie'
  | 'comite'
  | 'commerce'
  | 'habitante'
  | 'proche'
  | 'structure'
  | 'till'
  | keyof Sessions

type Sessions = Pick<Given, 'severalRoles' | 'outsider'>

export type Place = {
  name: string
  as: Viewer
  open: (page: Page, given: Given) => Promise<unknown>
}

export const SESSION_COOKIE = 'tablee'

/** Makes the browser that of somebody. */
export async function become(context: BrowserContext, viewer: Viewer, given: Given, address: string) {
  if (viewer === 'visitor') return
  if (viewer === 'severalRoles' || viewer === 'outsider') return keepSession(context, given[viewer], address)
  const post = viewer === 'till' ? given.till : `/demo/${viewer}`
  const answer = await context.request.post(address + post, { headers: { origin: address } })
  if (!answer.ok()) throw new Error(`${viewer} could not come in: ${answer.status()}`)
}

export const keepSession = (context: BrowserContext, session: string, address: string) =>
  context.addCookies([{ name: SESSION_COOKIE, value: session, url: address }])

const go = (path: string) => (page: Page) => page.goto(path)

const own =
  (path: string) =>
  (page: Page, { slug }: Given) =>
    page.goto(`/c/${slug}${path}`)

/** The till's first step, filled in by its fields. */
export async function askAmount(page: Page, amount: string, { number }: Pick<Resident, 'number'>) {
  await page.goto('/encaisser')
  await page.locator('[name=amount]').fill(amount)
  await page.locator('[name=number]').fill(number)
  await page.locator('[name=number]').press('Enter')
  await page.locator('[name=code]').waitFor()
}

const version = async (page: Page, slug: string, index: number): Promise<void> => {
  await page.goto(`/c/${slug}/reglement`)
  const links = page.locator('main .row-list a')
  await page.goto((await links.nth(index).getAttribute('href'))!)
}

/** As either language says it. */
const DRAFT = /En préparation|Being written/
const SENT = /Partie|Sent/

/** The first letter of the list with that state, or a page of it. */
const letter =
  (state: RegExp, path = '') =>
  async (page: Page, { slug }: Given): Promise<void> => {
    await page.goto(`/c/${slug}/lettre`)
    const row = page.locator('main .row', { has: page.locator('.badge', { hasText: state }) })
    await page.goto((await row.first().getByRole('link').getAttribute('href'))! + path)
  }

const letterPlaces: readonly Place[] = [
  { name: 'lettres', as: 'coordination', open: own('/lettre') },
  { name: 'lettre-nouvelle', as: 'coordination', open: own('/lettre/nouvelle') },
  { name: 'lettre-composee', as: 'coordination', open: letter(DRAFT) },
  { name: 'lettre-bloc-texte', as: 'coordination', open: letter(DRAFT, '/ajouter/text') },
  { name: 'lettre-bloc-rencontre', as: 'coordination', open: letter(DRAFT, '/ajouter/meeting') },
  { name: 'lettre-bloc-image', as: 'coordination', open: letter(DRAFT, '/ajouter/picture') },
  { name: 'lettre-apercu-courriel', as: 'coordination', open: letter(DRAFT, '/apercu') },
  { name: 'lettre-apercu-site', as: 'coordination', open: letter(DRAFT, '/apercu?forme=web') },
  {
    name: 'lettre-apercu-papier',
    as: 'coordination',
    open: letter(DRAFT, '/apercu?forme=papier'),
  },
  { name: 'lettre-envoyer', as: 'coordination', open: letter(DRAFT, '/envoyer') },
  { name: 'lettre-partie', as: 'coordination', open: letter(SENT) },
  { name: 'lettre-abonnements', as: 'coordination', open: own('/lettre/abonnements') },
  { name: 'lettre-abonner', as: 'coordination', open: own('/lettre/abonnements/nouveau') },
  { name: 'lettre-retours', as: 'coordination', open: own('/lettre/retours') },
  { name: 'lettres-publiques', as: 'visitor', open: own('/lettres') },
  { name: 'lettre-publique', as: 'visitor', open: own('/lettres/4') },
  { name: 'lettre-recevoir', as: 'visitor', open: own('/lettres/abonnement') },
  { name: 'lettre-recevoir-merci', as: 'visitor', open: own('/lettres/abonnement/merci') },
  { name: 'ailleurs', as: 'visitor', open: own('/ailleurs') },
  { name: 'ailleurs-equipe', as: 'coordination', open: own('/ailleurs') },
  { name: 'ailleurs-nouvelle', as: 'coordination', open: own('/ailleurs/nouvelle') },
  { name: 'ailleurs-publication', as: 'coordination', open: own('/ailleurs/publication') },
  {
    name: 'ailleurs-caisse',
    as: 'coordination',
    open: async (page, { slug }) => {
      await page.goto(`/c/${slug}/ailleurs`)
      await page
        .locator('main .card-grid')
        .getByRole('link', { name: /Modifier|Change/ })
        .first()
        .click()
      await page.locator('[name=sourceUrl]').waitFor()
    },
  },
]

/** A month waiting for its signatures, prepared once, in the caisse where no journey prepares any. */
async function openPrepared(page: Page): Promise<void> {
  await page.goto('/c/pays-de-retz/mois')
  const waiting = page.locator('tr', { has: page.locator('.badge-wait') }).getByRole('link')
  if ((await waiting.count()) > 0) await waiting.first().click()
  else await page.locator('main form [type=submit]').first().click()
  await page.waitForURL(/mois\/[0-9a-f-]{36}/)
}

/** The open poll of the demonstration, or a page of it. */
async function openPoll(page: Page, slug: string, under: string): Promise<void> {
  await page.goto(`/c/${slug}/sondages`)
  await page.locator('main .row-list a').first().click()
  await page.waitForURL(/sondages\/[0-9a-f-]{36}/)
  if (under !== '') await page.goto(new URL(page.url()).pathname + under)
}

async function openIssued(page: Page, { slug }: Given): Promise<void> {
  await page.goto(`/c/${slug}/mois`)
  await page
    .locator('tr', { has: page.locator('.badge-success') })
    .getByRole('link')
    .nth(2)
    .click()
  await page.waitForURL(/mois\/[0-9a-f-]{36}/)
}

/** A household of the demonstration, and who helps it. */
async function openHelp(page: Page, { slug }: Given): Promise<void> {
  await page.goto(`/c/${slug}/foyers`)
  await page.locator('main table th a').first().click()
  await page.waitForURL(/foyers\/[0-9a-f-]{36}/)
  await page.locator('main a[href$="/aide"]').click()
  await page.waitForURL(/\/aide$/)
}

const library =
  (path = '') =>
  (page: Page, { slug }: Given) =>
    page.goto(`/c/${slug}/documents${path}`)

const openLatest = async (page: Page, given: Given): Promise<void> => {
  await library()(page, given)
  await page.goto((await page.locator('main section .row-list a').first().getAttribute('href'))!)
}

const libraryPlaces: readonly Place[] = [
  { name: 'documents', as: 'coordination', open: library() },
  { name: 'documents-visite', as: 'visitor', open: library() },
  { name: 'documents-habitante', as: 'habitante', open: library() },
  {
    name: 'documents-dossier',
    as: 'coordination',
    open: async (page, given) => {
      await library()(page, given)
      await page.goto((await page.locator('main a[href*="/dossiers/"]').first().getAttribute('href'))!)
    },
  },
  { name: 'documents-deposer', as: 'coordination', open: library('/deposer') },
  { name: 'documents-corbeille', as: 'coordination', open: library('/corbeille') },
  { name: 'document', as: 'coordination', open: openLatest },
  { name: 'document-lu', as: 'habitante', open: openLatest },
  {
    name: 'document-pas-ici',
    as: 'visitor',
    open: library('/00000000-0000-7000-8000-000000000000'),
  },
  { name: 'recherche', as: 'visitor', open: own('/recherche') },
  { name: 'recherche-trouvee', as: 'coordination', open: own('/recherche?q=reunions') },
  { name: 'recherche-rien', as: 'habitante', open: own('/recherche?q=xylophone') },
]

const treasury =
  (path: string) =>
  (page: Page, { slug }: Given) =>
    page.goto(`/c/${slug}/tresorerie${path}`)

/** From a page of the treasury to what its first such link leads to. */
const treasuryLink = (path: string, link: string) => async (page: Page, given: Given) => {
  await treasury(path)(page, given)
  await page.goto((await page.locator(`main ${link}`).first().getAttribute('href'))!)
}

const treasuryPlaces: readonly Place[] = [
  { name: 'tresorerie', as: 'tresorerie', open: treasury('') },
  { name: 'tresorerie-cotisations', as: 'tresorerie', open: treasury('/cotisations') },
  { name: 'tresorerie-cotisations-cherchees', as: 'tresorerie', open: treasury('/cotisations?q=cresson') },
  {
    name: 'tresorerie-cotisations-refusees',
    as: 'tresorerie',
    open: async (page, given) => {
      await treasury('/cotisations')(page, given)
      await page.locator('input[type=checkbox]').first().check()
      await page.locator('[name^="montant."]').first().fill('vingt')
      await page.locator('[name^="montant."]').first().press('Enter')
      await page.locator('.form-errors').waitFor()
    },
  },
  { name: 'tresorerie-foyer', as: 'tresorerie', open: treasuryLink('/cotisations', '.check-line-aside a') },
  { name: 'tresorerie-recettes', as: 'tresorerie', open: treasury('/recettes?moyen=cheque') },
  { name: 'tresorerie-especes', as: 'tresorerie', open: treasury('/especes') },
  {
    name: 'tresorerie-remise',
    as: 'tresorerie',
    open: treasuryLink('/especes', '.row-list a[href*="remises"]'),
  },
  { name: 'tresorerie-banque', as: 'tresorerie', open: treasury('/banque') },
  { name: 'tresorerie-ecart', as: 'tresorerie', open: treasury('/ecart?lieu=especes&ecart=-1') },
  { name: 'tresorerie-remboursements', as: 'tresorerie', open: treasury('/remboursements') },
  { name: 'tresorerie-lot', as: 'tresorerie', open: treasuryLink('/remboursements', '.row-list a') },
  { name: 'tresorerie-subventions', as: 'tresorerie', open: treasury('/subventions') },
  { name: 'tresorerie-clotures', as: 'tresorerie', open: treasury('/clotures') },
  { name: 'tresorerie-mois-clos', as: 'tresorerie', open: treasuryLink('/clotures', 'tbody th a') },
  {
    name: 'tresorerie-mois-a-clore',
    as: 'tresorerie',
    open: treasuryLink('', '.card-accent .actions .button-quiet'),
  },
  ...['', '/cotisations', '/especes', '/banque', '/remboursements', '/subventions', '/clotures'].map(
    (path): Place => ({
      name: `tresorerie-vide${path.replace('/', '-')}`,
      as: 'severalRoles',
      open: (page, { emptySlug }) => page.goto(`/c/${emptySlug}/tresorerie${path}`),
    }),
  ),
]

/** A household of several people, or one of its pages. */
async function openFile(page: Page, slug: string, more: string): Promise<void> {
  await page.goto(`/c/${slug}/foyers`)
  const href = await page
    .locator('main tr', { hasText: /2 (adultes|adults)/ })
    .getByRole('link')
    .first()
    .getAttribute('href')
  await page.goto(href! + more)
}
const personalData =
  (path: string) =>
  (page: Page, { slug }: Given) =>
    page.goto(`/c/${slug}/donnees${path}`)

const personalDataPlaces: readonly Place[] = [
  { name: 'donnees', as: 'coordination', open: personalData('') },
  { name: 'donnees-registre', as: 'coordination', open: personalData('/registre') },
  { name: 'donnees-notice', as: 'coordination', open: personalData('/notice') },
  { name: 'donnees-lectures', as: 'coordination', open: personalData('/lectures') },
  { name: 'donnees-fuite', as: 'coordination', open: personalData('/fuite') },
  {
    name: 'donnees-fuite-fiche',
    as: 'coordination',
    open: async (page, given) => {
      await personalData('/fuite')(page, given)
      await page.locator('main form [type=submit]').click()
      await page.waitForURL(/constatee=/)
    },
  },
  { name: 'donnees-effacer', as: 'coordination', open: personalData('/effacer') },
  { name: 'donnees-effacer-cherche', as: 'coordination', open: personalData('/effacer?q=au') },
  {
    name: 'donnees-effacer-personne',
    as: 'coordination',
    open: async (page, given) => {
      await personalData('/effacer?q=au')(page, given)
      await page.goto((await page.locator('tbody th a').first().getAttribute('href'))!)
    },
  },
]
async function openOutlet(page: Page, { slug }: Given): Promise<void> {
  await page.goto(`/c/${slug}/lieux/gerer`)
  await page.locator('main table th a').first().click()
  await page.waitForURL(/gerer\/[0-9a-f-]{36}/)
}

const first = (list: string, link: string) => async (page: Page) => {
  await page.goto(`/c/nantes-ouest${list}`)
  await page.goto((await page.locator(link).first().getAttribute('href'))!)
}

const together = (name: string, path: string, as: Viewer = 'coordination'): Place => ({
  name,
  as,
  open: go(`/c/nantes-ouest${path}`),
})

const collectivePlaces: readonly Place[] = [
  together('annuaire', '/annuaire'),
  together('annuaire-filtre', '/annuaire?role=partner&etiquette=jardin'),
  together('annuaire-ajouter', '/annuaire/ajouter'),
  together('annuaire-organisations', '/annuaire/organisations'),
  together('annuaire-organisation-ajouter', '/annuaire/organisations/ajouter'),
  together('annuaire-equipe', '/annuaire/equipe'),
  together('annuaire-contacts-publics', '/annuaire/contacts-publics'),
  together('annuaire-doublons', '/annuaire/doublons'),
  together('annuaire-import', '/annuaire/import'),
  {
    name: 'annuaire-fiche',
    as: 'coordination',
    open: first('/annuaire?role=partner', 'tbody th a'),
  },
  {
    name: 'annuaire-organisation',
    as: 'coordination',
    open: first('/annuaire/organisations?q=jardin', 'tbody th a'),
  },
  together('accords', '/moi/accords', 'habitante'),
  together('groupes', '/groupes'),
  together('groupes-habitante', '/groupes', 'habitante'),
  together('groupes-creer', '/groupes/creer'),
  { name: 'groupe', as: 'coordination', open: first('/groupes', '.card-link a') },
  { name: 'groupe-habitante', as: 'habitante', open: first('/groupes', '.card-link a') },
  together('parcours', '/parcours'),
  { name: 'parcours-etape', as: 'coordination', open: first('/parcours', '.card-link a') },
  together('mon-parcours', '/moi/parcours', 'habitante'),
]

/** A page of the first meeting of that title, coming or past. */
const meetingPage =
  (title: string, path: string, past = false) =>
  async (page: Page): Promise<void> => {
    await page.goto(`/c/nantes-ouest/rencontres${past ? '?passees' : ''}`)
    const file = await page.getByRole('link', { name: title }).first().getAttribute('href')
    await page.goto(file!.replace('/gerer', path))
  }

const WINTER = 'Journée collective d’hiver'
const GATHERING = 'Journée collective du 11 décembre'

const meetingPlaces: readonly Place[] = [
  { name: 'rencontres', as: 'coordination', open: go('/c/nantes-ouest/rencontres') },
  { name: 'rencontres-passees', as: 'coordination', open: go('/c/nantes-ouest/rencontres?passees') },
  { name: 'rencontres-appels', as: 'coordination', open: go('/c/nantes-ouest/rencontres/appels') },
  { name: 'rencontres-reglages', as: 'coordination', open: go('/c/nantes-ouest/rencontres/reglages') },
  { name: 'rencontre-nouvelle', as: 'coordination', open: go('/c/nantes-ouest/rencontres/nouvelle') },
  { name: 'rencontres-serie', as: 'coordination', open: go('/c/nantes-ouest/rencontres/serie') },
  { name: 'rencontre-gerer', as: 'coordination', open: meetingPage(WINTER, '/gerer') },
  { name: 'rencontre-modifier', as: 'coordination', open: meetingPage(WINTER, '/modifier') },
  { name: 'rencontre-annuler', as: 'coordination', open: meetingPage(WINTER, '/annuler') },
  { name: 'rencontre-inscrire', as: 'coordination', open: meetingPage(WINTER, '/inscrire?q=au') },
  { name: 'rencontre-pointer', as: 'coordination', open: meetingPage(WINTER, '/pointer') },
  { name: 'rencontre-voitures', as: 'coordination', open: meetingPage(WINTER, '/voitures') },
  { name: 'rencontre-preparer', as: 'coordination', open: meetingPage(GATHERING, '/preparer', true) },
  { name: 'rencontre-photos', as: 'coordination', open: meetingPage(GATHERING, '/photos', true) },
  { name: 'rencontre-depenses', as: 'coordination', open: meetingPage(GATHERING, '/depenses', true) },
  {
    name: 'compte-rendu-ecrire',
    as: 'coordination',
    open: meetingPage(GATHERING, '/compte-rendu/ecrire', true),
  },
  {
    name: 'compte-rendu-publier',
    as: 'coordination',
    open: meetingPage(GATHERING, '/compte-rendu/publier', true),
  },
  {
    name: 'compte-rendu-partie',
    as: 'coordination',
    open: async (page) => {
      await meetingPage('Réunion du comité', '/compte-rendu/ecrire')(page)
      await page.locator('main .row-list a').first().click()
      await page.waitForURL(/parties/)
    },
  },
  { name: 'rencontre-publique', as: 'coordination', open: meetingPage(WINTER, '') },
  { name: 'compte-rendu-publie', as: 'coordination', open: meetingPage(GATHERING, '/compte-rendu', true) },
  { name: 'moi-rencontres', as: 'habitante', open: go('/c/nantes-ouest/moi/rencontres') },
]

/** Every page and every state of the first pages worth looking at. */
const SITE_PATHS = [
  ['site-participer', '/participer'],
  ['site-partenaires', '/partenaires'],
  ['site-questions', '/questions'],
  ['site-contact', '/contact'],
  ['site-mentions-legales', '/mentions-legales'],
  ['site-accessibilite', '/accessibilite'],
  ['site-facile-a-lire', '/facile-a-lire'],
  ['site-facile-payer', '/facile-a-lire/comment-je-paie'],
  ['site-territoire', '/territoires/bellevue'],
  ['site-page', '/pages/fete-des-semis'],
  ['site-plan', '/plan-du-site'],
  ['actualites', '/actualites'],
  ['actualite', '/actualites/un-an-de-caisse-en-trois-histoires'],
  ['chiffres', '/chiffres'],
  ['agenda', '/agenda'],
  ['agenda-mois', '/agenda?vue=mois'],
  ['agenda-imprime', '/agenda?vue=imprimer'],
  ['calendrier', '/calendrier'],
] as const

const WRITTEN_PATHS = [
  ['bureau-site', '/site'],
  ['bureau-site-page', '/site/pages/partenaires'],
  ['bureau-site-texte', '/site/pages/partenaires/textes/1'],
  ['bureau-site-facile', '/site/pages/c-est-quoi'],
  ['bureau-site-nouvelle', '/site/nouvelle'],
  ['bureau-actualites', '/site/actualites'],
  ['bureau-actualite', '/site/actualites/nouvelle'],
  ['bureau-site-chiffres', '/site/chiffres'],
  ['bureau-site-reglages', '/site/reglages'],
  ['bureau-agenda', '/agenda'],
  ['bureau-calendrier', '/calendrier'],
  ['bureau-calendrier-gerer', '/calendrier/gerer'],
] as const

const sitePlaces: readonly Place[] = [
  ...SITE_PATHS.map(([name, path]): Place => ({ name, as: 'visitor', open: own(path) })),
  ...WRITTEN_PATHS.map(([name, path]): Place => ({ name, as: 'coordination', open: own(path) })),
  { name: 'calendrier-retz', as: 'visitor', open: go('/c/pays-de-retz/calendrier') },
  {
    name: 'site-menu',
    as: 'visitor',
    open: async (page, given) => {
      await own('')(page, given)
      const menu = page.locator('.site-menu > summary')
      if (await menu.isVisible()) await menu.click()
    },
  },
  { name: 'agenda-habitante', as: 'habitante', open: own('/agenda') },
  { name: 'agenda-abonnement', as: 'habitante', open: own('/agenda/abonnement') },
]

export const PLACES: readonly Place[] = [
  ...sitePlaces,
  ...meetingPlaces,
  { name: 'bureau', as: 'coordination', open: go('/c/nantes-ouest/bureau') },
  { name: 'accueil', as: 'visitor', open: go('/') },
  { name: 'demo', as: 'visitor', open: go('/demo') },
  { name: 'demo-personne', as: 'visitor', open: go('/demo/habitante') },
  { name: 'connexion', as: 'visitor', open: go('/connexion') },
  {
    name: 'connexion-adresse-fausse',
    as: 'visitor',
    open: async (page) => {
      await page.goto('/connexion')
      await page.locator('form[action="/connexion"]').evaluate((form: HTMLFormElement) => {
        form.noValidate = true
      })
      await page.locator('[name=email]').fill('capucine')
      await page.locator('[name=email]').press('Enter')
      await page.locator('.field-invalid').waitFor()
    },
  },
  { name: 'connexion-envoi', as: 'visitor', open: go('/connexion/envoi') },
  { name: 'connexion-lien-perime', as: 'visitor', open: go('/connexion/lien/perime') },
  { name: 'caisse', as: 'visitor', open: (page, { slug }) => page.goto(`/c/${slug}`) },
  { name: 'caisse-retz', as: 'visitor', open: go('/c/pays-de-retz') },
  { name: 'caisse-vide', as: 'visitor', open: (page, { emptySlug }) => page.goto(`/c/${emptySlug}`) },
  { name: 'reglement', as: 'visitor', open: (page, { slug }) => page.goto(`/c/${slug}/reglement`) },
  { name: 'reglement-a-venir', as: 'visitor', open: (page, { slug }) => version(page, slug, 0) },
  { name: 'reglement-retz', as: 'visitor', open: go('/c/pays-de-retz/reglement') },
  {
    name: 'reglement-vide',
    as: 'visitor',
    open: (page, { emptySlug }) => page.goto(`/c/${emptySlug}/reglement`),
  },
  {
    name: 'reglement-comparer',
    as: 'visitor',
    open: (page, { slug }) => page.goto(`/c/${slug}/reglement/comparer`),
  },
  { name: 'lieux', as: 'visitor', open: (page, { slug }) => page.goto(`/c/${slug}/lieux`) },
  { name: 'bareme', as: 'visitor', open: (page, { slug }) => page.goto(`/c/${slug}/bareme`) },
  { name: 'bareme-retz', as: 'visitor', open: go('/c/pays-de-retz/bareme') },
  {
    name: 'bareme-vide',
    as: 'visitor',
    open: (page, { emptySlug }) => page.goto(`/c/${emptySlug}/bareme`),
  },
  { name: 'rejoindre', as: 'visitor', open: (page, { slug }) => page.goto(`/c/${slug}/rejoindre`) },
  {
    name: 'rejoindre-merci',
    as: 'visitor',
    open: (page, { slug }) => page.goto(`/c/${slug}/rejoindre/merci`),
  },
  { name: 'introuvable', as: 'visitor', open: go('/c/nulle-part') },
  { name: 'appareil-inconnu', as: 'visitor', open: go('/encaisser') },
  { name: 'appareil', as: 'visitor', open: (page, { till }) => page.goto(till) },
  { name: 'encaisser', as: 'till', open: go('/encaisser') },
  {
    name: 'encaisser-numero-faux',
    as: 'till',
    open: async (page) => {
      await page.goto('/encaisser')
      await page.locator('[name=amount]').fill('12,40')
      await page.locator('[name=number]').fill('12345678')
      await page.locator('[name=number]').press('Enter')
      await page.locator('.notice-refusal, .field-invalid').first().waitFor()
    },
  },
  {
    name: 'encaisser-code',
    as: 'till',
    open: (page, { residents }) => askAmount(page, '18,40', residents.screens),
  },
  {
    name: 'encaisser-code-faux',
    as: 'till',
    open: async (page, { residents }) => {
      await askAmount(page, '18,40', residents.screens)
      await page.locator('[name=code]').fill('9999')
      await page.locator('[name=code]').press('Enter')
      await page.locator('.field-invalid, .notice-refusal').first().waitFor()
    },
  },
  {
    name: 'encaisser-fait',
    as: 'till',
    open: go('/encaisser/fait?paye=1840&reste=0&numero=480&a=2026-11-24T09:41:00.000Z'),
  },
  {
    name: 'encaisser-fait-en-partie',
    as: 'till',
    open: go('/encaisser/fait?paye=1240&reste=600&numero=480&a=2026-11-24T09:41:00.000Z'),
  },
  { name: 'journal-vide', as: 'till', open: go('/encaisser/journal?jour=2020-01-01') },
  {
    name: 'journal',
    as: 'till',
    open: async (page, { residents }) => {
      await askAmount(page, '6,35', residents.screens)
      await page.locator('[name=code]').fill(residents.screens.code)
      await page.locator('[name=code]').press('Enter')
      await page.waitForURL(/fait/)
      await page.goto('/encaisser/journal')
    },
  },
  {
    name: 'rendre',
    as: 'till',
    open: async (page) => {
      await page.goto('/encaisser/journal')
      await page.locator('main a[href*="/encaisser/journal/"]').first().click()
      await page.locator('[name=amountCents]').waitFor()
    },
  },
  { name: 'lieu-appareil-code', as: 'visitor', open: go('/encaisser/appareil') },
  { name: 'lieu-releves', as: 'commerce', open: go('/encaisser/releves') },
  { name: 'lieu-reglages', as: 'commerce', open: go('/encaisser/reglages') },
  {
    name: 'lieu-code-appareil',
    as: 'commerce',
    open: async (page) => {
      await page.goto('/encaisser/reglages')
      await page.locator('form[action="/encaisser/reglages/appareils"]').evaluate((form: HTMLFormElement) => {
        form.closest('details')!.open = true
      })
      await page.locator('[name=label]').fill('Tablette de la réserve')
      await page.locator('[name=label]').press('Enter')
      await page.locator('.qr').waitFor()
    },
  },
  {
    name: 'encaisser-solde',
    as: 'till',
    open: async (page, { residents }) => {
      await askAmount(page, '3,20', residents.screens)
      await page.locator('[name=code]').fill(residents.screens.code)
      await page.locator('[formaction="/encaisser/solde"]').click()
      await page.locator('form [name=fullName]').waitFor({ state: 'attached' })
    },
  },
  { name: 'habitante', as: 'habitante', open: (page, { slug }) => page.goto(`/c/${slug}/moi`) },
  { name: 'habitante-historique', as: 'habitante', open: own('/moi/historique') },
  { name: 'habitante-cotisation', as: 'habitante', open: own('/moi/cotisation') },
  { name: 'habitante-verser', as: 'habitante', open: own('/moi/cotisation/verser') },
  { name: 'habitante-moins', as: 'habitante', open: own('/moi/cotisation/moins') },
  { name: 'habitante-foyer', as: 'habitante', open: own('/moi/foyer') },
  { name: 'habitante-code', as: 'habitante', open: own('/moi/foyer/code') },
  { name: 'habitante-bloquer', as: 'habitante', open: own('/moi/foyer/bloquer') },
  { name: 'habitante-coordonnees', as: 'habitante', open: own('/moi/foyer/coordonnees') },
  { name: 'habitante-releve', as: 'habitante', open: own('/moi/releve') },
  { name: 'habitante-donnees', as: 'habitante', open: own('/moi/donnees') },
  { name: 'habitante-rendre', as: 'habitante', open: own('/moi/rendre') },
  { name: 'habitante-rendre-confirmer', as: 'habitante', open: own('/moi/rendre?amount=1') },
  {
    name: 'habitante-cotisation-trop-petite',
    as: 'habitante',
    open: async (page, { slug }) => {
      await page.goto(`/c/${slug}/moi/cotisation`)
      await page.locator('[name=amount]').fill('1')
      await page.locator('[name=amount]').press('Enter')
      await page.locator('.field-invalid').waitFor()
    },
  },
  { name: 'habitante-lieux', as: 'habitante', open: (page, { slug }) => page.goto(`/c/${slug}/lieux`) },
  { name: 'habitante-regles', as: 'habitante', open: (page, { slug }) => page.goto(`/c/${slug}/reglement`) },
  { name: 'habitante-refusee', as: 'habitante', open: (page, { slug }) => page.goto(`/c/${slug}/mois`) },
  { name: 'sans-foyer', as: 'outsider', open: (page, { slug }) => page.goto(`/c/${slug}/moi`) },
  { name: 'plusieurs-roles', as: 'severalRoles', open: go('/accueil') },
  {
    name: 'coordination-regles',
    as: 'coordination',
    open: (page, { slug }) => page.goto(`/c/${slug}/reglement`),
  },
  { name: 'etat', as: 'comite', open: (page, { slug }) => page.goto(`/c/${slug}/etat`) },
  { name: 'etat-vide', as: 'severalRoles', open: (page, { emptySlug }) => page.goto(`/c/${emptySlug}/etat`) },
  { name: 'demandes', as: 'coordination', open: own('/demandes') },
  {
    name: 'demande',
    as: 'coordination',
    open: async (page, { slug }) => {
      await page.goto(`/c/${slug}/demandes`)
      await page.locator('main .row-list a').first().click()
      await page.locator('[name=amount]').waitFor()
    },
  },
  {
    name: 'demandes-vide',
    as: 'severalRoles',
    open: (page, { emptySlug }) => page.goto(`/c/${emptySlug}/demandes`),
  },
  { name: 'conventions', as: 'coordination', open: (page, { slug }) => page.goto(`/c/${slug}/lieux/gerer`) },
  {
    name: 'conventions-vide',
    as: 'severalRoles',
    open: (page, { emptySlug }) => page.goto(`/c/${emptySlug}/lieux/gerer`),
  },
  {
    name: 'convention-ajouter',
    as: 'coordination',
    open: (page, { slug }) => page.goto(`/c/${slug}/lieux/gerer/ajouter`),
  },
  { name: 'convention-lieu', as: 'coordination', open: openOutlet },
  {
    name: 'convention-modifier',
    as: 'coordination',
    open: async (page, given) => {
      await openOutlet(page, given)
      await page.locator('main a[href$="/modifier"]').click()
      await page.locator('[name=day1]').waitFor()
    },
  },
  {
    name: 'convention-affiche',
    as: 'coordination',
    open: async (page, given) => {
      await openOutlet(page, given)
      await page.locator('main a[href$="/affiche"]').click()
      await page.waitForURL(/affiche/)
    },
  },
  { name: 'foyers', as: 'coordination', open: (page, { slug }) => page.goto(`/c/${slug}/foyers`) },
  {
    name: 'foyer',
    as: 'coordination',
    open: (page, { slug }) => openFile(page, slug, ''),
  },
  {
    name: 'foyer-vie',
    as: 'coordination',
    open: (page, { slug }) => openFile(page, slug, '/vie'),
  },
  {
    name: 'foyer-naissance',
    as: 'coordination',
    open: (page, { slug }) => openFile(page, slug, '/vie/naissance'),
  },
  {
    name: 'foyer-separation',
    as: 'coordination',
    open: (page, { slug }) => openFile(page, slug, '/vie/separation'),
  },
  {
    name: 'foyer-deces',
    as: 'coordination',
    open: (page, { slug }) => openFile(page, slug, '/vie/deces'),
  },
  {
    name: 'foyer-pause',
    as: 'coordination',
    open: (page, { slug }) => openFile(page, slug, '/vie/pause'),
  },
  {
    name: 'foyer-quitter',
    as: 'coordination',
    open: (page, { slug }) => openFile(page, slug, '/vie/quitter'),
  },
  {
    name: 'foyer-rendre',
    as: 'coordination',
    open: (page, { slug }) => openFile(page, slug, '/rendre'),
  },
  {
    name: 'foyer-cotisation',
    as: 'coordination',
    open: (page, { slug }) => openFile(page, slug, '/cotisation'),
  },
  {
    name: 'foyer-separation-avant',
    as: 'coordination',
    open: async (page, { slug }) => {
      await openFile(page, slug, '/vie/separation')
      await page.locator('input[name^="person."]').first().check()
      await page.locator('main form [name=step]').click()
      await page.locator('main form [value=faire]').waitFor()
    },
  },
  {
    name: 'foyers-a-venir',
    as: 'coordination',
    open: (page, { slug }) => page.goto(`/c/${slug}/foyers/a-venir`),
  },
  {
    name: 'foyers-vide',
    as: 'severalRoles',
    open: (page, { emptySlug }) => page.goto(`/c/${emptySlug}/foyers`),
  },
  {
    name: 'file-attente',
    as: 'coordination',
    open: (page, { slug }) => page.goto(`/c/${slug}/file-attente`),
  },
  {
    name: 'file-attente-vide',
    as: 'severalRoles',
    open: (page, { emptySlug }) => page.goto(`/c/${emptySlug}/file-attente`),
  },
  {
    name: 'file-attente-demande',
    as: 'coordination',
    open: async (page, { slug }) => {
      await page.goto(`/c/${slug}/file-attente?etat=waiting`)
      await page.locator('main table th a').first().click()
    },
  },
  {
    name: 'file-attente-noter',
    as: 'coordination',
    open: (page, { slug }) => page.goto(`/c/${slug}/file-attente/noter`),
  },
  {
    name: 'vagues',
    as: 'coordination',
    open: (page, { slug }) => page.goto(`/c/${slug}/file-attente/vagues`),
  },
  {
    name: 'vague',
    as: 'coordination',
    open: async (page, { slug }) => {
      await page.goto(`/c/${slug}/file-attente/vagues`)
      await page.locator('main .card a').first().click()
      await page.waitForURL(/vagues\/[0-9a-f-]{36}/)
    },
  },
  { name: 'equipe', as: 'coordination', open: (page, { slug }) => page.goto(`/c/${slug}/equipe`) },
  {
    name: 'equipe-seule',
    as: 'severalRoles',
    open: (page, { emptySlug }) => page.goto(`/c/${emptySlug}/equipe`),
  },
  {
    name: 'equipe-inviter',
    as: 'coordination',
    open: (page, { slug }) => page.goto(`/c/${slug}/equipe/inviter`),
  },
  { name: 'fin', as: 'administration', open: (page, { slug }) => page.goto(`/c/${slug}/fin`) },
  {
    name: 'fin-terminee',
    as: 'administration',
    open: (page, { endingSlug }) => page.goto(`/c/${endingSlug}/fin`),
  },
  {
    name: 'nouvelle-caisse',
    as: 'administration',
    open: (page, { slug }) => page.goto(`/c/${slug}/nouvelle-caisse`),
  },
  {
    name: 'importer-des-foyers',
    as: 'coordination',
    open: (page, { slug }) => page.goto(`/c/${slug}/import`),
  },
  {
    name: 'importer-relire',
    as: 'coordination',
    open: async (page, { slug }) => {
      await page.goto(`/c/${slug}/import`)
      const text = 'foyer;prénom;nom;cotisation;droits restants\nF-1;Iris;Endive;beaucoup;12'
      await page
        .locator('[name=file]')
        .setInputFiles({ name: 'foyers.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
      await page.locator('main form [type=submit]').first().click()
      await page.waitForURL(/import\/[0-9a-f-]{36}/)
    },
  },
  { name: 'ouverture', as: 'coordination', open: (page, { slug }) => page.goto(`/c/${slug}/ouverture`) },
  {
    name: 'ouverture-commencee',
    as: 'severalRoles',
    open: (page, { emptySlug }) => page.goto(`/c/${emptySlug}/ouverture`),
  },
  {
    name: 'reglements-en-preparation',
    as: 'coordination',
    open: (page, { slug }) => page.goto(`/c/${slug}/projets-de-reglement`),
  },
  {
    name: 'reglement-sortes',
    as: 'coordination',
    open: async (page, { slug }) => {
      await page.goto(`/c/${slug}/projets-de-reglement`)
      await page.locator('main form [type=submit]').last().click()
      await page.waitForURL(/sortes/)
    },
  },
  {
    name: 'reglement-montants',
    as: 'coordination',
    open: async (page) => {
      await page.locator('.tabs a').nth(1).click()
      await page.locator('[name="entry.contribution"]').waitFor()
    },
  },
  {
    name: 'reglement-effet',
    as: 'coordination',
    open: async (page) => {
      await page.locator('.tabs a').nth(2).click()
      await page.waitForURL(/effet/)
    },
  },
  {
    name: 'reglement-adoption',
    as: 'coordination',
    open: async (page) => {
      await page.locator('.tabs a').nth(3).click()
      await page.waitForURL(/adoption/)
    },
  },
  { name: 'courriers', as: 'coordination', open: (page, { slug }) => page.goto(`/c/${slug}/courriers`) },
  { name: 'messages', as: 'coordination', open: (page, { slug }) => page.goto(`/c/${slug}/messages`) },
  {
    name: 'messages-vide',
    as: 'severalRoles',
    open: (page, { emptySlug }) => page.goto(`/c/${emptySlug}/messages`),
  },
  {
    name: 'message-texte',
    as: 'coordination',
    open: (page, { slug }) => page.goto(`/c/${slug}/messages/textes/late?langue=fr`),
  },
  { name: 'structures', as: 'coordination', open: (page, { slug }) => page.goto(`/c/${slug}/structures`) },
  {
    name: 'structures-vide',
    as: 'severalRoles',
    open: (page, { emptySlug }) => page.goto(`/c/${emptySlug}/structures`),
  },
  {
    name: 'structure',
    as: 'coordination',
    open: async (page, { slug }) => {
      await page.goto(`/c/${slug}/structures`)
      await page.locator('main .row-list a').first().click()
    },
  },
  { name: 'foyer-aide', as: 'coordination', open: openHelp },
  {
    name: 'mandat-noter',
    as: 'coordination',
    open: async (page, given) => {
      await openHelp(page, given)
      await page.locator('main a[href$="/mandat"]').first().click()
      await page.locator('[name=signedOn]').waitFor()
    },
  },
  {
    name: 'mandat-papier',
    as: 'coordination',
    open: async (page, given) => {
      await openHelp(page, given)
      await page.locator('main a[href$="/papier"]').first().click()
      await page.locator('.sign-boxes').waitFor()
    },
  },
  { name: 'aide-proche', as: 'proche', open: (page, { slug }) => page.goto(`/c/${slug}/aide`) },
  {
    name: 'aide-joindre',
    as: 'proche',
    open: async (page, { slug }) => {
      await page.goto(`/c/${slug}/aide`)
      await page.locator('main a[href$="/joindre"]').first().click()
      await page.locator('[name=phone]').waitFor()
    },
  },
  { name: 'aide-structure', as: 'structure', open: (page, { slug }) => page.goto(`/c/${slug}/aide`) },
  { name: 'aide-demande', as: 'structure', open: (page, { slug }) => page.goto(`/c/${slug}/aide/demande`) },
  { name: 'mobilisation', as: 'coordination', open: own('/mobilisation') },
  {
    name: 'mobilisation-vide',
    as: 'severalRoles',
    open: (page, { emptySlug }) => page.goto(`/c/${emptySlug}/mobilisation`),
  },
  { name: 'mobilisation-contacts', as: 'coordination', open: own('/mobilisation/contacts') },
  { name: 'mobilisation-noter', as: 'coordination', open: own('/mobilisation/contacts/noter') },
  {
    name: 'mobilisation-contact',
    as: 'coordination',
    open: async (page, { slug }) => {
      await page.goto(`/c/${slug}/mobilisation/contacts`)
      await page.locator('main table th a').first().click()
      await page.locator('[name=outcome]').first().waitFor()
    },
  },
  { name: 'mobilisation-actions', as: 'coordination', open: own('/mobilisation/actions') },
  {
    name: 'mobilisation-action',
    as: 'coordination',
    open: async (page, { slug }) => {
      await page.goto(`/c/${slug}/mobilisation/actions`)
      await page.locator('main table th a').first().click()
      await page.locator('.qr').waitFor()
    },
  },
  { name: 'mobilisation-action-nouvelle', as: 'coordination', open: own('/mobilisation/actions/nouvelle') },
  { name: 'mobilisation-affiches', as: 'coordination', open: own('/mobilisation/affiches') },
  { name: 'mobilisation-affiche-nouvelle', as: 'coordination', open: own('/mobilisation/affiches/nouvelle') },
  { name: 'mobilisation-importer', as: 'coordination', open: own('/mobilisation/importer') },
  { name: 'mobilisation-inviter', as: 'coordination', open: own('/mobilisation/inviter') },
  { name: 'aide-contacts', as: 'structure', open: own('/aide/contacts') },
  { name: 'sondages', as: 'coordination', open: own('/sondages') },
  {
    name: 'sondages-vide',
    as: 'severalRoles',
    open: (page, { emptySlug }) => page.goto(`/c/${emptySlug}/sondages`),
  },
  { name: 'sondage-nouveau', as: 'coordination', open: own('/sondages/nouveau') },
  { name: 'sondage', as: 'coordination', open: (page, { slug }) => openPoll(page, slug, '') },
  {
    name: 'sondage-modifier',
    as: 'coordination',
    open: (page, { slug }) => openPoll(page, slug, '/modifier'),
  },
  { name: 'sondage-noter', as: 'coordination', open: (page, { slug }) => openPoll(page, slug, '/noter') },
  { name: 'sondage-inviter', as: 'coordination', open: (page, { slug }) => openPoll(page, slug, '/inviter') },
  {
    name: 'sondage-choisir',
    as: 'coordination',
    open: async (page, { slug }) => {
      await openPoll(page, slug, '')
      await page.locator('main table a[href*="/choisir/"]').first().click()
      await page.locator('[name=audience]').first().waitFor()
    },
  },
  {
    name: 'sondage-repondre',
    as: 'coordination',
    open: async (page, { slug }) => {
      await openPoll(page, slug, '')
      await page.goto((await page.locator('main .share-link').innerText()).trim())
    },
  },
  { name: 'mois', as: 'coordination', open: (page, { slug }) => page.goto(`/c/${slug}/mois`) },
  { name: 'mois-vide', as: 'severalRoles', open: (page, { emptySlug }) => page.goto(`/c/${emptySlug}/mois`) },
  {
    name: 'mois-refuse',
    as: 'severalRoles',
    open: async (page, { emptySlug }) => {
      await page.goto(`/c/${emptySlug}/mois`)
      await page.locator('main form [type=submit]').first().click()
      await page.locator('.notice-refusal').waitFor()
    },
  },
  { name: 'mois-a-relire', as: 'coordination', open: openPrepared },
  { name: 'mois-a-signer', as: 'tresorerie', open: openPrepared },
  { name: 'mois-emis', as: 'tresorerie', open: openIssued },
  ...treasuryPlaces,
  ...personalDataPlaces,
  ...collectivePlaces,
  ...letterPlaces,
  ...libraryPlaces,
  { name: 'financements', as: 'tresorerie', open: own('/financements') },
  { name: 'financements-noter', as: 'coordination', open: own('/financements/noter') },
  {
    name: 'financements-demande',
    as: 'coordination',
    open: async (page, given) => {
      await own('/financements')(page, given)
      await page.goto((await page.locator('main .row-link a').first().getAttribute('href'))!)
    },
  },
  { name: 'financements-mentions', as: 'coordination', open: own('/financements/mentions') },
]
