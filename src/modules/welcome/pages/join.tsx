import { Hono, type Context } from 'hono'
import { SYSTEM } from '../../../kit/actor.ts'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { PublicPage } from '../../../kit/ui/pages.tsx'
import { Card, Notice } from '../../../kit/ui/parts.tsx'
import { publicFrame, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { clientAddress } from '../../identity/client-address.ts'
import { guessAt } from '../../identity/guesses.ts'
import { preRegister } from '../../people/actions/pre-registrations.ts'
import { nextWave, placesLeft, type Wave } from '../../people/store/waves.ts'
import { waitingCount } from '../../people/store/pre-registrations.ts'
import { JoinFields, readChoices, readRequest } from './join-form.tsx'

/** Requests from one place on the network in a quarter of an hour: a social centre helps a whole queue. */
const REQUESTS_PER_PLACE = 20

/** A field that people do not see: what fills it in is a program, which is thanked and not heard. */
const HONEYPOT = 'website'

export const join = new Hono<CaisseEnv>()

join.use('/c/:slug/rejoindre', readCaisse)
join.use('/c/:slug/rejoindre/*', readCaisse)

join.get('/c/:slug/rejoindre', async (c) => html(await joinPage(c, freshForm())))

join.post('/c/:slug/rejoindre', (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const app = c.get('app')
      const { id: caisseId } = c.get('caisse')
      await guessAt(
        app,
        { kind: 'address', name: `join ${caisseId} ${clientAddress(c, app)}` },
        REQUESTS_PER_PLACE,
      )
      if (textField(fields, HONEYPOT) !== '') return
      const call = { app, actor: SYSTEM, caisseId, key }
      await preRegister(call, readRequest(fields, c.get('t').locale))
    },
    done: () => `/c/${c.get('caisse').slug}/rejoindre/merci`,
    again: (form) => joinPage(c, form),
  }),
)

async function joinPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const choices = await readChoices(c)
  const { wave, waiting } = await read(c, async (tx) => ({
    wave: await nextWave(tx, c.get('today')),
    waiting: await waitingCount(tx),
  }))
  return (
    <PublicPage
      {...publicFrame(c)}
      title={t('waiting.join.title')}
      lead={t('waiting.join.lead')}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
      breadcrumb={[{ href: `/c/${slug}`, label: c.get('caisse').name }]}
    >
      <Card title={t('waiting.join.placesTitle')} icon="calendar" look="sunk">
        <p>{sayPlaces(t, wave)}</p>
        <p>{t('waiting.join.before', { count: waiting.asked + waiting.waiting })}</p>
        <p>{t('waiting.join.honest')}</p>
      </Card>
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <input type="hidden" name="flyer" value={form.typed['flyer'] ?? c.req.query('source') ?? ''} />
        <JoinFields t={t} choices={choices} consent={t('waiting.join.consent')} />
        <div class="visually-hidden" aria-hidden="true">
          <label>
            {t('waiting.join.honeypot')}
            <input type="text" name={HONEYPOT} tabIndex={-1} autocomplete="off" />
          </label>
        </div>
        <Actions>
          <Button kind="primary" icon="send">
            {t('waiting.join.confirm')}
          </Button>
          <LinkButton kind="quiet" href={`/c/${slug}/reglement`}>
            {t('waiting.join.reglement')}
          </LinkButton>
        </Actions>
      </Form>
    </PublicPage>
  )
}

function sayPlaces(t: Translate, wave: Wave | undefined): string {
  if (!wave) return t('waiting.join.noWave')
  const places = placesLeft(wave)
  return places === null
    ? t('waiting.join.placesOpen', { day: wave.startsOn })
    : t('waiting.join.places', { day: wave.startsOn, places })
}

join.get('/c/:slug/rejoindre/merci', (c) => {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  return html(
    <PublicPage {...publicFrame(c)} title={t('waiting.thanks.title')} lead={t('waiting.thanks.lead')}>
      <Card title={t('waiting.thanks.next')} icon="next" look="accent">
        <ol>
          <li>{t('waiting.thanks.next1')}</li>
          <li>{t('waiting.thanks.next2')}</li>
          <li>{t('waiting.thanks.next3')}</li>
        </ol>
      </Card>
      <Actions>
        <LinkButton href={`/c/${slug}`}>{t('waiting.thanks.home')}</LinkButton>
      </Actions>
    </PublicPage>,
  )
})
