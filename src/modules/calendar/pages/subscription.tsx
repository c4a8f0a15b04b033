import { Hono, type Context } from 'hono'
import { ROLES } from '../../../kit/actor.ts'
import { actorOf, answerForm, freshForm, html, type FormState } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { Card, Notice } from '../../../kit/ui/parts.tsx'
import { QrDrawing } from '../../../kit/ui/qr.tsx'
import { CaissePage } from '../../caisses/pages/caisse-page.tsx'
import { callOf, read, readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { subscribe, unsubscribe } from '../actions/subscriptions.ts'
import { secretOf } from '../secret-link.ts'
import { subscriptionOf } from '../store/subscriptions.ts'

export const subscription = new Hono<CaisseEnv>()

const PATH = '/c/:slug/agenda/abonnement'

subscription.use(PATH, readCaisse, async (c, next) => (requireRole(c, ROLES), next()))
subscription.use(`${PATH}/*`, readCaisse, async (c, next) => (requireRole(c, ROLES), next()))

const homeOf = (c: Context<CaisseEnv>): string => `/c/${c.get('caisse').slug}/agenda/abonnement`

subscription.get(PATH, async (c) => html(await page(c, freshForm())))

subscription.post(PATH, (c) =>
  answerForm(c, {
    act: (_, key) => subscribe(callOf(c, key), {}),
    done: () => `${homeOf(c)}?fait=cree`,
    again: (form) => page(c, form),
  }),
)

subscription.post(`${PATH}/retirer`, (c) =>
  answerForm(c, {
    act: (_, key) => unsubscribe(callOf(c, key), {}),
    done: () => `${homeOf(c)}?fait=retire`,
    again: (form) => page(c, form),
  }),
)

async function page(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const app = c.get('app')
  const { slug } = c.get('caisse')
  const actor = actorOf(c)
  if (actor.kind !== 'account') throw new Refusal('subscription_needs_account', {}, 403)
  const kept = await read(c, (tx) => subscriptionOf(tx, actor.accountId))
  const address = kept && `${app.address}/c/${slug}/agenda/personnel/${secretOf(app, kept.id)}.ics`
  const done = { cree: 'ownCreated', retire: 'ownRevoked' }[c.req.query('fait') ?? ''] as
    'ownCreated' | 'ownRevoked' | undefined
  return (
    <CaissePage
      c={c}
      current="/agenda"
      title={t('calendar.agenda.ownTitle')}
      lead={t('calendar.agenda.ownText')}
      breadcrumb={[{ href: `/c/${slug}/agenda`, label: t('caisses.site.agenda') }]}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          done && <Notice tone="success" title={t(`calendar.agenda.${done}`)} />
        )
      }
    >
      {address ? (
        <>
          <Card title={t('calendar.agenda.ownAddress')} icon="lock">
            <p>
              <code class="address">{address}</code>
            </p>
            <QrDrawing text={address} label={t('calendar.agenda.ownAddress')} />
            <Actions>
              <LinkButton kind="primary" icon="calendar" href={address.replace(/^https?:/, 'webcal:')}>
                {t('calendar.agenda.ownOpen')}
              </LinkButton>
            </Actions>
          </Card>
          <form method="post" action={`${homeOf(c)}/retirer`}>
            <HiddenKey value={freshForm().key} />
            <Button kind="danger" icon="delete">
              {t('calendar.agenda.ownRevoke')}
            </Button>
          </form>
        </>
      ) : (
        <Form idempotencyKey={form.key}>
          <Actions>
            <Button kind="primary" icon="add">
              {t('calendar.agenda.ownCreate')}
            </Button>
          </Actions>
        </Form>
      )}
    </CaissePage>
  )
}
