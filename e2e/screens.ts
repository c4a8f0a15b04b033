import { chromium, type Browser } from '@playwright/test'
import { mkdirSync, rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Given } from './given.ts'
import { become, PLACES, type Place, type Viewer } from './places.ts'
import { CHROMIUM, prepareGiven, startBuilt } from './server.ts'

/**
 * `npm run screens`: pictures of every page at three widths, in both themes and languages, to be looked at.
 * `--only reglement` takes the pages whose name begins so; `--width 360 --theme dark --language en` narrow the rest;
 * `--readme` takes those of README.md and the guides into docs/images. Needs a build.
 */
const { values: wish } = parseArgs({
  options: {
    only: { type: 'string' },
    width: { type: 'string' },
    theme: { type: 'string' },
    language: { type: 'string' },
    readme: { type: 'boolean', default: false },
  },
})

const among = <T extends string>(all: readonly T[], one: string | undefined): readonly T[] =>
  one === undefined ? all : all.filter((each) => each === one)

const WIDTHS = among(['360', '768', '1280'], wish.width)
const THEMES = among(['light', 'dark'], wish.theme)
const LANGUAGES = among(['fr', 'en'], wish.language)

/** Pictures of README.md and of the guides, as people first see them. */
const README = [
  { place: 'habitante', width: 360, height: 760 },
  { place: 'encaisser', width: 360, height: 760 },
  { place: 'reglement', width: 768, height: 900 },
  { place: 'mois-a-signer', width: 1280, height: 900 },
  { place: 'bureau', width: 1024, height: 800 },
  { place: 'etat', width: 1024, height: 800 },
  { place: 'file-attente', width: 1024, height: 640 },
  { place: 'tresorerie', width: 1024, height: 720 },
  { place: 'ouverture', width: 1024, height: 720 },
  { place: 'donnees', width: 1024, height: 720 },
  { place: 'groupes', width: 1024, height: 900 },
  { place: 'habitante-cotisation', width: 360, height: 760 },
] as const

const server = await startBuilt()
const browser = await chromium.launch(CHROMIUM)
try {
  const given = prepareGiven(server.dataFolder)
  if (wish.readme) await takeReadme(browser, given)
  else await takeAll(browser, given)
} finally {
  await browser.close()
  await server.stop()
}

async function takeAll(browser: Browser, given: Given): Promise<void> {
  const folder = 'screens'
  if (!wish.only) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const places = PLACES.filter(({ name }) => !wish.only || name.startsWith(wish.only))
  for (const viewer of new Set(places.map(({ as }) => as))) {
    const theirs = places.filter(({ as }) => as === viewer)
    for (const language of LANGUAGES) {
      const page = await pageOf(browser, viewer, given, language)
      for (const place of theirs) {
        await place.open(page, given)
        for (const width of WIDTHS) {
          await page.setViewportSize({ width: Number(width), height: 800 })
          for (const theme of THEMES) {
            await page.emulateMedia({ colorScheme: theme })
            const path = `${folder}/${place.name}-${width}-${theme}-${language}.png`
            await page.screenshot({ path, fullPage: true, animations: 'disabled' })
            console.log(path)
          }
        }
      }
      await page.context().close()
    }
  }
}

async function takeReadme(browser: Browser, given: Given): Promise<void> {
  mkdirSync('docs/images', { recursive: true })
  for (const { place: name, width, height } of README) {
    const place = PLACES.find((each): each is Place => each.name === name)!
    const page = await pageOf(browser, place.as, given, 'fr')
    await page.setViewportSize({ width, height })
    await place.open(page, given)
    const path = `docs/images/${name}.png`
    await page.screenshot({ path, animations: 'disabled' })
    console.log(path)
    await page.context().close()
  }
}

async function pageOf(browser: Browser, viewer: Viewer, given: Given, language: string) {
  const context = await browser.newContext({
    baseURL: server.address,
    locale: language,
    timezoneId: 'Europe/Paris',
    reducedMotion: 'reduce',
  })
  await become(context, viewer, given, server.address)
  await context.addCookies([{ name: 'langue', value: language, url: server.address }])
  return context.newPage()
}
