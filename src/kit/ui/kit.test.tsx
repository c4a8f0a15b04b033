import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { renderToString } from 'preact-render-to-string'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { translator } from '../i18n/translate.ts'
import { Refusal } from '../refusal.ts'
import { Button } from './button.tsx'
import { CheckboxField, RadioCards } from './choices.tsx'
import { renderPage } from './document.tsx'
import { FadingBar, StackedBar } from './figures.tsx'
import { Form } from './form.tsx'
import { galleryPages } from './gallery/gallery.tsx'
import { CodeField, MoneyField, MonthField, TextField } from './inputs.tsx'
import { Island } from './island.tsx'
import { BottomBar } from './navigation.tsx'
import { PersonPage, PublicPage } from './pages.tsx'
import { Money } from './parts.tsx'
import { DataTable } from './table.tsx'
import { WordsProvider } from './words.tsx'

const fr = translator('fr', { unit: 'MonA' })
const en = translator('en')
const html = (part: preact.VNode, t = fr) =>
  renderToString(<WordsProvider t={t}>{part}</WordsProvider>).replace(/[\u00a0\u202f]/g, ' ')

describe('every sample page', () => {
  test.each(Object.entries(galleryPages(fr)))('%s obeys the rules of the house', (_, page) => {
    const sent = renderPage(page)
    expect(sent).toMatch(/^<!doctype html><html lang="fr" dir="ltr"/)
    expect(sent).not.toMatch(/\sstyle=/)
    expect(sent).not.toMatch(/\son[a-z]+=/)
    expect(sent).not.toMatch(/<script(?! type="application\/json"| type="module" src=)/)
    expect(sent.match(/<h1[\s>]/g)).toHaveLength(1)
    expect(sent.match(/<main[\s>]/g)).toHaveLength(1)
    expect(sent.match(/button-primary/g)?.length ?? 0).toBeLessThanOrEqual(1)
    expect(sent).toContain('href="#contenu"')
    const ids = [...sent.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('a page', () => {
  test('says its language, its title and whether it is for real', () => {
    const page = renderPage(
      <PublicPage t={en} title="What the fund decided" caisse={{ name: 'Bellevue', href: '/' }} practice>
        <p>…</p>
      </PublicPage>,
    )
    expect(page).toContain('<html lang="en" dir="ltr"')
    expect(page).toContain('<title>What the fund decided – Bellevue</title>')
    expect(page).toContain('Practice caisse')
    expect(page).not.toContain('Demo:')
  })

  test('text people wrote stays text', () => {
    const page = renderPage(
      <PersonPage t={fr} title="<script>alert(1)</script>">
        {'"><img src=x>'}
      </PersonPage>,
    )
    expect(page).not.toContain('<script>alert')
    expect(page).not.toContain('<img src=x')
  })

  test('a fifth place in the bar is refused', () => {
    const places = [1, 2, 3, 4, 5].map((n) => ({ href: `/${n}`, label: `${n}`, icon: 'home' as const }))
    expect(() => html(<BottomBar places={places} />)).toThrow(RangeError)
  })
})

describe('a form that comes back', () => {
  const form = (
    <Form
      idempotencyKey="0193a8f0-0000-7000-8000-000000000001"
      issues={[{ field: 'amount', message: 'amount' }]}
      typed={{ amount: 'douze', name: 'Zoé', code: '1234', how: 'cash', news: 'yes' }}
      labels={{ amount: 'Cotisation' }}
    >
      <TextField name="name" label="Nom" value="Ancien" />
      <MoneyField name="amount" label="Cotisation" hint="Par mois" value={10_00} />
      <CodeField name="code" label="Code" />
      <RadioCards name="how" label="Comment" options={[{ value: 'cash', label: 'Espèces' }]} />
      <CheckboxField name="news" label="La lettre" />
    </Form>
  )
  const shown = html(form)

  test('keeps what was typed', () => {
    expect(shown).toContain('value="douze"')
    expect(shown).toContain('value="Zoé"')
    expect(shown).toMatch(/value="cash"[^>]* checked/)
    expect(shown).toMatch(/value="yes"[^>]* checked/)
  })

  test('never sends a code back', () => expect(shown).not.toContain('1234'))

  test('says what to correct, at the top and at the field', () => {
    expect(shown).toContain('<a href="#field-amount">Cotisation – Écrivez un montant, par exemple 12,50.</a>')
    expect(shown).toMatch(/id="field-amount"[^>]*aria-describedby="field-amount-hint field-amount-error"/)
    expect(shown).toMatch(/id="field-amount"[^>]*aria-invalid="true"/)
    expect(shown).toContain('id="field-amount-error"')
    expect(shown).not.toMatch(/id="field-name"[^>]*aria-invalid/)
  })

  test('carries its key', () =>
    expect(shown).toContain('<input type="hidden" name="key" value="0193a8f0-0000-7000-8000-000000000001"'))
})

describe('fields', () => {
  test('an amount is written as people of the language write it', () => {
    expect(html(<MoneyField name="a" label="A" value={1234_50} />)).toContain('value="1 234,50"')
    expect(html(<MoneyField name="a" label="A" value={1234_50} />, en)).toContain('value="1,234.50"')
  })

  test('months between two are named', () => {
    const field = html(<MonthField name="m" label="M" from="2026-11" to="2027-01" value="2026-12" />)
    expect(field.match(/<option/g)).toHaveLength(3)
    expect(field).toMatch(/value="2026-12" selected[^>]*>décembre 2026/)
  })

  test('a refused button is grey and says why', () => {
    const button = html(<Button refusal={new Refusal('unknown')}>Émettre</Button>)
    expect(button).toMatch(/<button[^>]* disabled/)
    expect(button).toContain('Rapprochez-vous de la caisse')
    const described = /aria-describedby="([^"]+)"/.exec(button)?.[1]
    expect(button).toContain(`id="${described}"`)
  })
})

describe('figures and tables', () => {
  test('the unit follows rights, the currency follows money', () => {
    expect(html(<Money cents={38_50} rights />)).toMatch(/38,50 <span class="money-unit">MonA/)
    expect(html(<Money cents={38_50} sign />)).toContain('+38,50 €')
  })

  test('a row on a phone knows the name of its column', () => {
    const table = html(
      <DataTable
        caption="Foyers"
        columns={[
          { label: 'Foyer', cell: (row) => row.name, heading: true },
          { label: 'Droits', cell: (row) => row.rights, numeric: true },
        ]}
        rows={[{ name: 'Aubergine', rights: 150 }]}
      />,
    )
    expect(table).toContain('<td class="numeric" role="cell" data-label="Droits">150</td>')
    expect(table).toContain('<th scope="row" role="rowheader">Aubergine</th>')
  })

  test('the parts of a whole fill it', () => {
    const figure = html(
      <StackedBar
        title="T"
        caption="C"
        parts={[
          { label: 'a', value: 61, text: '61', share: 'contributions' },
          { label: 'b', value: 39, text: '39', share: 'rest' },
        ]}
      />,
    )
    expect(figure).toMatch(/class="share-rest" x="61%" width="39%"/)
    expect(figure).toContain('<td class="numeric" role="cell" data-label="Pourcentage">61 %</td>')
  })

  test('a whole of nothing has no NaN', () => {
    expect(
      html(<StackedBar title="T" caption="C" parts={[{ label: 'a', value: 0, text: '0', share: 'rest' }]} />),
    ).not.toContain('NaN')
  })

  test.each([
    [7.4, 8],
    [0, 0],
    [-2, 0],
    [15.5, 16],
  ])('%d months left fill %d blocks', (months, blocks) => {
    const figure = html(<FadingBar title="T" caption="C" months={months} from="2026-12" />)
    expect(figure.match(/fading-full/g)?.length ?? 0).toBe(blocks)
  })
})

test('an island’s values cannot end its script', () => {
  const island = html(
    <Island name="clock" props={{ name: '</script><script>alert(1)' }}>
      <p>…</p>
    </Island>,
  )
  expect(island).not.toContain('</script><script>alert')
  const json = /<script type="application\/json">(.*?)<\/script>/.exec(island)?.[1]
  expect(JSON.parse(json!)).toEqual({ name: '</script><script>alert(1)' })
})

describe('assets', () => {
  beforeEach(() => vi.resetModules())

  test('have stable names until a build is loaded, hashed ones after', async () => {
    const { asset, loadAssets } = await import('./assets.ts')
    expect(asset('style.css')).toBe('/assets/style.css')
    const folder = mkdtempSync(join(tmpdir(), 'assets-'))
    writeFileSync(
      join(folder, 'manifest.json'),
      JSON.stringify({
        'src/kit/ui/style.css': { file: 'assets/style-AbC.css' },
        'src/browser/clock.tsx': { file: 'assets/clock-XyZ.js' },
      }),
    )
    loadAssets(folder)
    expect(asset('style.css')).toBe('/assets/style-AbC.css')
    expect(asset('clock.js')).toBe('/assets/clock-XyZ.js')
    expect(() => asset('nothing.js')).toThrow('nothing.js')
  })
})
