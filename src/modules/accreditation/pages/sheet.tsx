import { Hono } from 'hono'
import { html } from '../../../kit/http.ts'
import { PracticeBand, PrintPage } from '../../../kit/ui/pages.tsx'
import { lookOf, read, type CaisseEnv } from '../../caisses/web.ts'
import { sayWeek } from '../say-opening.ts'
import { agreementInForce } from '../store.ts'
import { OUTLET, outletHref, readOutlet } from './frame.tsx'

/** A sheet for the shop: one half for the door, one for beside the till, both to cut out. */
export const sheet = new Hono<CaisseEnv>()

sheet.get(`${OUTLET}/affiche`, async (c) => {
  const t = c.get('t')
  const caisse = c.get('caisse')
  const { outlet, agreement } = await read(c, async (tx) => {
    const found = await readOutlet(c, tx)
    return { outlet: found, agreement: await agreementInForce(tx, found.id, c.get('today')) }
  })
  const { unit_name: unitText, name: caisseText } = caisse
  return html(
    <PrintPage
      t={t}
      title={t('outlets.sheet.title', { nameText: outlet.tradeName })}
      caisse={lookOf(caisse)}
      practice={caisse.practice}
      help={
        <p>
          {t('outlets.sheet.help')} <a href={outletHref(c)}>{t('outlets.devices.back')}</a>
        </p>
      }
    >
      <section class="cut cut-sign stack">
        {caisse.practice && <PracticeBand t={t} />}
        <p>{outlet.tradeName}</p>
        <h1>{t('outlets.sheet.door', { unitText })}</h1>
        <p>
          <strong>{caisseText}</strong>
        </p>
        {agreement && <p>{agreement.scope}</p>}
        {outlet.hours && sayWeek(t, outlet.hours).map((line) => <p key={line}>{line}</p>)}
        <p>
          {t('outlets.sheet.doorText', {
            linkText: `${c.get('app').address}/c/${caisse.slug}`.replace(/^https?:\/\//, ''),
          })}
        </p>
      </section>
      <section class="cut cut-steps stack">
        {caisse.practice && <PracticeBand t={t} />}
        <h2>{t('outlets.sheet.till')}</h2>
        <ol class="stack">
          <li>{t('outlets.sheet.step1')}</li>
          <li>{t('outlets.sheet.step2')}</li>
          <li>{t('outlets.sheet.step3')}</li>
          <li>{t('outlets.sheet.step4')}</li>
        </ol>
        <p>
          <strong>{t('outlets.sheet.locked')}</strong> {t('outlets.sheet.lockedText')}
        </p>
      </section>
    </PrintPage>,
  )
})
