import { Hono, type Context } from 'hono'
import { fileAnswer, html } from '../../../kit/http.ts'
import { printPaper } from '../../../kit/pdf/paper.ts'
import { Actions, LinkButton } from '../../../kit/ui/button.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { senderOf } from '../../caisses/letterhead.ts'
import { personFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { readingsOf } from '../../payments/store/readings.ts'
import { dataPaper } from '../data-paper.ts'
import { everythingOf } from '../store/everything.ts'
import { hrefOf, ownOf } from './env.tsx'

export const data = new Hono<CaisseEnv>()

const PATH = '/c/:slug/moi/donnees'
const READINGS_SHOWN = 20

data.get(PATH, async (c) => {
  const t = c.get('t')
  const readings = await read(c, (tx) => readingsOf(tx, ownOf(c).householdId))
  return html(
    <PersonPage
      {...personFrame(c, '/moi/foyer')}
      title={t('resident.data.title')}
      lead={t('resident.data.lead')}
      breadcrumb={[{ href: hrefOf(c, '/moi/foyer'), label: t('caisses.person.household') }]}
    >
      <Actions>
        <LinkButton kind="primary" icon="download" href={hrefOf(c, '/moi/donnees/pdf')} download>
          {t('resident.data.pdf')}
        </LinkButton>
        <LinkButton icon="download" href={hrefOf(c, '/moi/donnees/json')} download>
          {t('resident.data.json')}
        </LinkButton>
      </Actions>
      <p>{t('resident.data.correct')}</p>
      <section class="stack">
        <h2>{t('resident.data.readings')}</h2>
        {readings.length === 0 ? (
          <p>{t('resident.data.readingsNone')}</p>
        ) : (
          <RowList>
            {readings.slice(0, READINGS_SHOWN).map((one) => (
              <RowItem
                key={one.at.toISOString()}
                icon="show"
                title={one.readerName}
                text={t.instant(one.at)}
              />
            ))}
          </RowList>
        )}
        {readings.length > READINGS_SHOWN && (
          <p class="soft small">
            {t('resident.data.readingsMore', { count: readings.length - READINGS_SHOWN })}
          </p>
        )}
      </section>
      <p class="soft small">{t('resident.data.kept')}</p>
    </PersonPage>,
  )
})

const readAll = (c: Context<CaisseEnv>) =>
  read(c, async (tx) => ({
    all: await everythingOf(tx, ownOf(c), c.get('app').now()),
    sender: await senderOf(tx, c.get('caisse')),
  }))

data.get(`${PATH}/json`, async (c) => {
  const { all } = await readAll(c)
  const { name, currency, unit_name } = c.get('caisse')
  const file = { caisse: { name, currency, unit: unit_name }, madeAt: c.get('app').now(), ...all }
  const bytes = new TextEncoder().encode(`${JSON.stringify(file, null, 2)}\n`)
  return fileAnswer(bytes, 'application/json; charset=utf-8', 'mes-donnees.json')
})

data.get(`${PATH}/pdf`, async (c) => {
  const { all, sender } = await readAll(c)
  const paper = dataPaper(all, { t: c.get('t'), sender, at: c.get('app').now() })
  return fileAnswer(await printPaper(paper), 'application/pdf', 'mes-donnees.pdf')
})
