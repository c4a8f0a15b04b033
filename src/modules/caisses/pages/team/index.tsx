import { Hono, type Context } from 'hono'
import type { Role } from '../../../../kit/actor.ts'
import { actorOf, answerForm, freshForm, html, textField, type FormState } from '../../../../kit/http.ts'
import { Refusal } from '../../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../../kit/ui/button.tsx'
import { Form } from '../../../../kit/ui/form.tsx'
import { DateField } from '../../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../../kit/ui/pages.tsx'
import { Card, Notice } from '../../../../kit/ui/parts.tsx'
import { findRole, listRoles, type HeldRole } from '../../../identity/store.ts'
import { endRole, inviteToTeam, resetSecondFactor } from '../../../identity/team.ts'
import { callOf, deskFrame, read, readCaisse, requireRole, type CaisseEnv } from '../../web.ts'
import { invitePage, readInvitation } from './invite.tsx'
import { teamPage } from './list.tsx'
import { mailsPage } from './mails.tsx'

const SEES: readonly Role[] = ['coordinator', 'treasurer', 'administrator']
const GIVES: readonly Role[] = ['coordinator', 'administrator']

export const team = new Hono<CaisseEnv>()

team.use('/c/:slug/equipe', readCaisse, async (c, next) => (requireRole(c, SEES), next()))
// Not `/*`, which would match the list itself.
team.use('/c/:slug/equipe/:more{.+}', readCaisse, async (c, next) => (requireRole(c, GIVES), next()))
team.use('/c/:slug/courriers', readCaisse, async (c, next) => (requireRole(c, GIVES), next()))

const home = (c: Context<CaisseEnv>): string => `/c/${c.get('caisse').slug}/equipe`

team.get('/c/:slug/equipe', async (c) => html(await teamPage(c)))

team.get('/c/:slug/courriers', async (c) => html(await mailsPage(c)))

team.get('/c/:slug/equipe/inviter', async (c) => html(await invitePage(c, freshForm())))

team.post('/c/:slug/equipe/inviter', (c) =>
  answerForm(c, {
    act: (fields, key) => inviteToTeam(callOf(c, key), readInvitation(fields)),
    done: ({ accountId }) => `${home(c)}?invite=${accountId}`,
    again: (form) => invitePage(c, form),
  }),
)

const ROLE = '/c/:slug/equipe/roles/:role{[0-9a-f-]{36}}'

team.get(ROLE, async (c) => html(await endPage(c, freshForm())))

team.post(ROLE, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      endRole(callOf(c, key), {
        roleId: c.req.param('role'),
        lastDay: textField(fields, 'lastDay') || null,
      }),
    done: () => `${home(c)}?fait=fin`,
    again: (form) => endPage(c, form),
  }),
)

const FACTOR = '/c/:slug/equipe/:account{[0-9a-f-]{36}}/acces'

team.get(FACTOR, async (c) => html(await resetPage(c, freshForm())))

team.post(FACTOR, (c) =>
  answerForm(c, {
    act: (_, key) => resetSecondFactor(callOf(c, key), { accountId: c.req.param('account') }),
    done: () => `${home(c)}?fait=acces`,
    again: (form) => resetPage(c, form),
  }),
)

/** Asks before it is done: whose role, and from when. */
async function endPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const role = await read(c, (tx) => findRole(tx, c.req.param('role')!))
  if (!role || role.endedAt !== null) throw new Refusal('unknown_role', {}, 404)
  const words = { roleText: t(`identity.role.${role.role}`), nameText: role.name }
  return (
    <DeskPage
      {...deskFrame(c, '/equipe')}
      title={t('team.end.title', words)}
      lead={t('team.end.lead')}
      breadcrumb={[{ href: home(c), label: t('team.nav') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <DateField
          name="lastDay"
          label={t('team.end.lastDay')}
          hint={t('team.end.lastDayHint')}
          min={c.get('today')}
          optional
        />
        <Actions>
          <Button kind="danger" icon="close">
            {t('team.end.confirm')}
          </Button>
          <LinkButton href={home(c)}>{t('team.back')}</LinkButton>
        </Actions>
      </Form>
    </DeskPage>
  )
}

async function resetPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const account = c.req.param('account')!
  const [person] = await read(c, (tx) => openRolesOf(tx, account))
  if (!person) throw new Refusal('unknown_account', {}, 404)
  const actor = actorOf(c)
  const own = actor.kind === 'account' && actor.accountId === account
  const refusal = own ? new Refusal('not_ones_own', {}, 403) : null
  return (
    <DeskPage
      {...deskFrame(c, '/equipe')}
      title={t('team.reset.title', { nameText: person.name })}
      breadcrumb={[{ href: home(c), label: t('team.nav') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Card icon="lock" title={t('team.reset.what')}>
        <p>{t('team.reset.text')}</p>
        <p>{t('team.reset.check')}</p>
      </Card>
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <Actions>
          <Button kind="danger" icon="undo" refusal={refusal}>
            {t('team.reset.confirm')}
          </Button>
          <LinkButton href={home(c)}>{t('team.back')}</LinkButton>
        </Actions>
      </Form>
    </DeskPage>
  )
}

const openRolesOf = async (
  tx: Parameters<typeof listRoles>[0],
  accountId: string,
): Promise<readonly HeldRole[]> =>
  (await listRoles(tx)).filter((role) => role.accountId === accountId && role.endedAt === null)
