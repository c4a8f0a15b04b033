import type { Context } from 'hono'
import type { VNode } from 'preact'
import { actorOf } from '../../../../kit/http.ts'
import type { Translate } from '../../../../kit/i18n/translate.ts'
import { LinkButton } from '../../../../kit/ui/button.tsx'
import { DeskPage } from '../../../../kit/ui/pages.tsx'
import { Badge, Card, Disclosure, Notice } from '../../../../kit/ui/parts.tsx'
import { DataTable } from '../../../../kit/ui/table.tsx'
import { SIGNATURES_NEEDED } from '../../../identity/approvals.ts'
import { listRoles, type HeldRole } from '../../../identity/store.ts'
import { isSigningRole } from '../../../identity/team-rules.ts'
import { teamOf, type Member, type Team } from '../../rules/team.ts'
import { listTerritories } from '../../store.ts'
import { deskFrame, mayHere, read, type CaisseEnv } from '../../web.ts'

type Territories = ReadonlyMap<string, string>

/** Who holds which role, for what and until when, and whether two people can sign. */
export async function teamPage(c: Context<CaisseEnv>): Promise<VNode> {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const { roles, territories } = await read(c, async (tx) => ({
    roles: await listRoles(tx),
    territories: new Map((await listTerritories(tx)).map(({ id, name }) => [id, name])),
  }))
  const team = teamOf(roles, c.get('today'))
  const gives = mayHere(c, ['coordinator', 'administrator'])
  const invite = `/c/${slug}/equipe/inviter`
  return (
    <DeskPage
      {...deskFrame(c, '/equipe')}
      title={t('team.title', { count: team.signers.length })}
      lead={t('team.lead')}
      notice={<WhatHappened c={c} team={team} />}
      actions={
        gives && (
          <>
            <LinkButton kind="primary" icon="add" href={invite}>
              {t('team.invite.button')}
            </LinkButton>
            <LinkButton icon="mail" href={`/c/${slug}/courriers`}>
              {t('team.mails.nav')}
            </LinkButton>
          </>
        )
      }
    >
      {team.signers.length < SIGNATURES_NEEDED && (
        <Notice tone="wait" title={t('team.alone.title')}>
          <p>{t('team.alone.text')}</p>
          {gives && (
            <p>
              <a href={`${invite}?role=treasurer`}>{t('team.alone.treasurer')}</a>
              {' · '}
              <a href={`${invite}?role=coordinator`}>{t('team.alone.coordinator')}</a>
            </p>
          )}
        </Notice>
      )}
      <div class="card-grid">
        {team.members.map((member) => (
          <MemberCard key={member.accountId} c={c} member={member} territories={territories} />
        ))}
      </div>
      {team.past.length > 0 && (
        <Disclosure summary={t('team.past', { count: team.past.length })}>
          <PastRoles t={t} roles={team.past} territories={territories} />
        </Disclosure>
      )}
    </DeskPage>
  )
}

function WhatHappened({ c, team }: { c: Context<CaisseEnv>; team: Team }) {
  const t = c.get('t')
  const invited = team.members.find(({ accountId }) => accountId === c.req.query('invite'))
  if (invited)
    return (
      <Notice tone="success" title={t('team.invite.done', { nameText: invited.name })}>
        {invited.email && <p>{t('team.invite.doneText', { emailText: invited.email })}</p>}
      </Notice>
    )
  const done = c.req.query('fait')
  if (done === 'fin') return <Notice tone="success" title={t('team.end.done')} />
  if (done === 'acces') return <Notice tone="success" title={t('team.reset.done')} />
  return null
}

type MemberProps = { c: Context<CaisseEnv>; member: Member; territories: Territories }

function MemberCard({ c, member, territories }: MemberProps) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const actor = actorOf(c)
  const own = actor.kind === 'account' && actor.accountId === member.accountId
  const signs = member.roles.some(({ role }) => isSigningRole(role))
  return (
    <Card title={member.name} icon="person">
      {member.email && <p class="soft">{member.email}</p>}
      <ul class="row-list">
        {member.roles.map((role) => (
          <RoleRow key={role.id} c={c} role={role} territories={territories} />
        ))}
      </ul>
      <p class="badges">
        {signs &&
          (member.secondFactor ? (
            <Badge tone="success">{t('team.factor.set')}</Badge>
          ) : (
            <Badge tone="wait">{t('team.factor.none')}</Badge>
          ))}
        {own && <Badge>{t('team.you')}</Badge>}
      </p>
      <p class="soft small">
        {member.lastSeenAt ? t('team.seen', { whenText: t.instant(member.lastSeenAt) }) : t('team.neverSeen')}
      </p>
      {!own && member.secondFactor && mayHere(c, ['administrator']) && (
        <p>
          <a href={`/c/${slug}/equipe/${member.accountId}/acces`}>{t('team.reset.link')}</a>
        </p>
      )}
    </Card>
  )
}

function RoleRow({
  c,
  role,
  territories,
}: {
  c: Context<CaisseEnv>
  role: HeldRole
  territories: Territories
}) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const gives =
    role.role === 'administrator' ? ['administrator' as const] : (['coordinator', 'administrator'] as const)
  return (
    <li class="row">
      <span class="row-text">
        <span class="row-title">
          {t(`identity.role.${role.role}`)} {role.deputy && <Badge>{t('team.deputy')}</Badge>}
        </span>
        <span class="row-more">
          {reachOf(t, role, territories)}, {termOf(t, role)}
        </span>
      </span>
      {mayHere(c, gives) && (
        <span class="row-aside">
          <a href={`/c/${slug}/equipe/roles/${role.id}`}>
            {t('team.end.link')}
            <span class="visually-hidden">
              {' '}
              {t(`identity.role.${role.role}`)}, {role.name}
            </span>
          </a>
        </span>
      )}
    </li>
  )
}

const reachOf = (t: Translate, { scope }: HeldRole, territories: Territories): string =>
  scope.kind === 'territory'
    ? (territories.get(scope.id) ?? t('team.scope.territory'))
    : t('team.scope.caisse')

function termOf(t: Translate, { fromOn, untilOn, endedAt }: HeldRole): string {
  if (endedAt) return t('team.term.ended', { fromDay: fromOn, endedText: t.instant(endedAt) })
  return untilOn
    ? t('team.term.both', { fromDay: fromOn, untilDay: untilOn })
    : t('team.term.since', { fromDay: fromOn })
}

function PastRoles({
  t,
  roles,
  territories,
}: {
  t: Translate
  roles: readonly HeldRole[]
  territories: Territories
}) {
  return (
    <DataTable
      caption={t('team.past', { count: roles.length })}
      dense
      columns={[
        { label: t('team.name'), heading: true, cell: (role) => role.name },
        { label: t('team.role'), cell: (role) => t(`identity.role.${role.role}`) },
        { label: t('team.scope.label'), cell: (role) => reachOf(t, role, territories) },
        { label: t('team.term.label'), cell: (role) => termOf(t, role) },
      ]}
      rows={roles}
      keyOf={(role) => role.id}
    />
  )
}
