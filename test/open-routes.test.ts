import { expect } from 'vitest'
import { createApp } from '../src/app.tsx'
import { modules } from '../src/modules.ts'
import { test } from './app.ts'

const isPage = ({ method }: { method: string }) => method === 'GET' || method === 'POST'

test('what is open to everyone is this list, and nothing else', () => {
  const open = modules.flatMap(({ publicPages }) => publicPages?.routes.filter(isPage) ?? [])
  expect([...new Set(open.map(({ method, path }) => `${method} ${path}`))].sort()).toEqual([
    'GET /',
    'GET /c/:slug',
    'GET /c/:slug/accessibilite',
    'GET /c/:slug/actualites',
    'GET /c/:slug/actualites.atom',
    'GET /c/:slug/actualites/:news{[a-z0-9-]+}',
    'GET /c/:slug/agenda',
    'GET /c/:slug/agenda.ics',
    'GET /c/:slug/agenda/personnel/:secret',
    'GET /c/:slug/agenda/territoires/:territory',
    'GET /c/:slug/ailleurs',
    'GET /c/:slug/bareme',
    'GET /c/:slug/calendrier',
    'GET /c/:slug/chiffres',
    'GET /c/:slug/chiffres.csv',
    'GET /c/:slug/chiffres.json',
    'GET /c/:slug/contact',
    'GET /c/:slug/documents',
    'GET /c/:slug/documents/:document{[0-9a-f-]{36}}',
    'GET /c/:slug/documents/:document{[0-9a-f-]{36}}/fichier',
    'GET /c/:slug/documents/:document{[0-9a-f-]{36}}/versions/:number{[0-9]{1,6}}',
    'GET /c/:slug/documents/dossiers/:folder{[0-9a-f-]{36}}',
    'GET /c/:slug/facile-a-lire',
    'GET /c/:slug/facile-a-lire/c-est-quoi',
    'GET /c/:slug/facile-a-lire/comment-je-paie',
    'GET /c/:slug/facile-a-lire/qui-m-aide',
    'GET /c/:slug/financeurs/:mention{[0-9a-f-]{36}}/logo',
    'GET /c/:slug/lettres',
    'GET /c/:slug/lettres/:number{[1-9][0-9]{0,4}}',
    'GET /c/:slug/lettres/:number{[1-9][0-9]{0,4}}/a4.pdf',
    'GET /c/:slug/lettres/:number{[1-9][0-9]{0,4}}/a5.pdf',
    'GET /c/:slug/lettres/abonnement',
    'GET /c/:slug/lettres/abonnement/:token',
    'GET /c/:slug/lettres/abonnement/merci',
    'GET /c/:slug/lettres/desabonnement/:token',
    'GET /c/:slug/lettres/images/:picture',
    'GET /c/:slug/lieux',
    'GET /c/:slug/logo-facile-a-lire/:sha',
    'GET /c/:slug/mentions-legales',
    'GET /c/:slug/pages/:page{[a-z0-9-]+}',
    'GET /c/:slug/partenaires',
    'GET /c/:slug/participer',
    'GET /c/:slug/photos/:photo{[0-9a-f-]{36}}/:use{site|newsletter|poster|report}',
    'GET /c/:slug/plan-du-site',
    'GET /c/:slug/questions',
    'GET /c/:slug/recherche',
    'GET /c/:slug/reglement',
    'GET /c/:slug/reglement/:version',
    'GET /c/:slug/reglement/:version{[0-9a-f-]{36}\\.json}',
    'GET /c/:slug/reglement/:version{[0-9a-f-]{36}\\.pdf}',
    'GET /c/:slug/reglement/comparer',
    'GET /c/:slug/rejoindre',
    'GET /c/:slug/rejoindre/merci',
    'GET /c/:slug/rencontres/:meeting{[0-9a-f-]{36}}',
    'GET /c/:slug/rencontres/:meeting{[0-9a-f-]{36}}/agenda.ics',
    'GET /c/:slug/rencontres/:meeting{[0-9a-f-]{36}}/compte-rendu',
    'GET /c/:slug/rencontres/:meeting{[0-9a-f-]{36}}/compte-rendu/publie.pdf',
    'GET /c/:slug/rencontres/:meeting{[0-9a-f-]{36}}/documents/:material{[0-9a-f-]{36}}',
    'GET /c/:slug/rencontres/inscription/:registration{[0-9a-f-]{36}}/:mac{[A-Za-z0-9_-]{22}}',
    'GET /c/:slug/robots.txt',
    'GET /c/:slug/sitemap.xml',
    'GET /c/:slug/territoires/:place{[a-z0-9-]+}',
    'GET /connexion',
    'GET /connexion/envoi',
    'GET /connexion/lien/:token',
    'GET /connexion/numero',
    'GET /demo',
    'GET /demo/:persona',
    'GET /encaisser',
    'GET /encaisser/appareil',
    'GET /encaisser/appareil/:token',
    'GET /encaisser/fait',
    'GET /encaisser/journal',
    'GET /encaisser/journal/:payment{[0-9a-f-]{36}}',
    'GET /encaisser/payer',
    'GET /encaisser/reglages',
    'GET /encaisser/reglages/appareils',
    'GET /encaisser/reglages/appareils/retirer',
    'GET /encaisser/reglages/lieu',
    'GET /encaisser/reglages/oublier',
    'GET /encaisser/reglages/personnes',
    'GET /encaisser/reglages/personnes/retirer',
    'GET /encaisser/reglages/son',
    'GET /encaisser/releves',
    'GET /encaisser/releves/:slug/:batch{[0-9a-f-]{36}}/:line{[0-9]{1,4}}',
    'GET /encaisser/solde',
    'GET /robots.txt',
    'GET /sitemap.xml',
    'GET /sondage/:token',
    'GET /sondage/:token/reponse/:key',
    'POST /c/:slug/lettres/abonnement',
    'POST /c/:slug/lettres/abonnement/:token',
    'POST /c/:slug/lettres/desabonnement/:token',
    'POST /c/:slug/lettres/retours/:token',
    'POST /c/:slug/rejoindre',
    'POST /c/:slug/rencontres/:meeting{[0-9a-f-]{36}}',
    'POST /c/:slug/rencontres/inscription/:registration{[0-9a-f-]{36}}/:mac{[A-Za-z0-9_-]{22}}/place',
    'POST /c/:slug/rencontres/inscription/:registration{[0-9a-f-]{36}}/:mac{[A-Za-z0-9_-]{22}}/place/retirer',
    'POST /c/:slug/rencontres/inscription/:registration{[0-9a-f-]{36}}/:mac{[A-Za-z0-9_-]{22}}/quitter',
    'POST /c/:slug/rencontres/inscription/:registration{[0-9a-f-]{36}}/:mac{[A-Za-z0-9_-]{22}}/reponse',
    'POST /c/:slug/rencontres/inscription/:registration{[0-9a-f-]{36}}/:mac{[A-Za-z0-9_-]{22}}/voiture',
    'POST /c/:slug/rencontres/inscription/:registration{[0-9a-f-]{36}}/:mac{[A-Za-z0-9_-]{22}}/voiture/retirer',
    'POST /connexion',
    'POST /connexion/cle',
    'POST /connexion/lien/:token',
    'POST /connexion/numero',
    'POST /deconnexion',
    'POST /demo/:persona',
    'POST /encaisser',
    'POST /encaisser/appareil',
    'POST /encaisser/appareil/:token',
    'POST /encaisser/journal/:payment{[0-9a-f-]{36}}',
    'POST /encaisser/payer',
    'POST /encaisser/reglages/appareils',
    'POST /encaisser/reglages/appareils/retirer',
    'POST /encaisser/reglages/lieu',
    'POST /encaisser/reglages/oublier',
    'POST /encaisser/reglages/personnes',
    'POST /encaisser/reglages/personnes/retirer',
    'POST /encaisser/reglages/son',
    'POST /encaisser/solde',
    'POST /langue/:locale',
    'POST /sondage/:token',
    'POST /sondage/:token/reponse/:key',
  ])
})

test('every other page sends whoever is not signed in to the sign-in page', async ({ app }) => {
  const web = createApp(app)
  const closed = modules.flatMap(({ pages }) => pages?.routes.filter(isPage) ?? [])
  expect(closed.length).toBeGreaterThan(5)
  for (const { method, path } of closed) {
    const address = path
      .replace(/:slug/, 'x')
      .replace(/:\w+(\{[^}]+\}\}?)?/g, '00000000-0000-7000-8000-000000000000')
    const answer = await web.request(address, { method, headers: { origin: 'http://localhost' } })
    expect(`${method} ${path} ${answer.status}`).toBe(`${method} ${path} 303`)
    expect(answer.headers.get('location')).toBe('/connexion')
  }
})

test('what machines may post to without a page of ours is this list, and nothing else', () => {
  const told = modules.flatMap(({ machines = [] }) => machines.map((path) => path.source))
  expect(told).toEqual([
    String.raw`^\/c\/[a-z0-9-]+\/lettres\/desabonnement\/[0-9a-f-]{36}\.[\w-]{27}$`,
    String.raw`^\/c\/[a-z0-9-]+\/lettres\/retours\/[\w-]{27}$`,
  ])
})
