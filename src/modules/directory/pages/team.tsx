import { Hono } from 'hono'
import { html } from '../../../kit/http.ts'
import { LinkButton } from '../../../kit/ui/button.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { EmptyState } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { fullTimes } from '../rules/full-times.ts'
import { listTeam } from '../store/contacts.ts'
import { findDuplicates, frame, HOME, hrefOf, trailOf, Views } from './frame.tsx'
import { Reach } from './reach.tsx'

export const team = new Hono<CaisseEnv>()

team.get(`${HOME}/equipe`, async (c) => {
  const t = c.get('t')
  const { members, pairs } = await read(c, async (tx) => ({
    members: await listTeam(tx, c.get('today')),
    pairs: (await findDuplicates(tx, c.get('today'))).length,
  }))
  const people = new Set(members.map(({ contactId }) => contactId)).size
  return html(
    <DeskPage
      {...frame(c)}
      title={t('directory.team.title', { count: people, fullTimesText: fullTimes(members, t.locale) })}
      lead={t('directory.team.lead')}
      breadcrumb={trailOf(c)}
      actions={
        <LinkButton icon="lock" href={`/c/${c.get('caisse').slug}/equipe`}>
          {t('directory.team.access')}
        </LinkButton>
      }
    >
      <Views c={c} current="/equipe" pairs={pairs} />
      <DataTable
        caption={t('directory.team.caption')}
        dense
        rows={members}
        keyOf={(one) => one.roleId}
        columns={[
          {
            label: t('directory.book.name'),
            heading: true,
            cell: (one) => <a href={hrefOf(c, `/personnes/${one.contactId}`)}>{one.name}</a>,
          },
          { label: t('directory.team.mission'), cell: (one) => one.mission },
          {
            label: t('directory.role.percent'),
            cell: (one) =>
              one.workingPercent === null
                ? '–'
                : t('directory.role.percentText', { percent: one.workingPercent }),
            numeric: true,
          },
          {
            label: t('directory.filter.territory'),
            cell: (one) => one.territoryName ?? t('directory.filter.everywhere'),
          },
          {
            label: t('directory.book.reach'),
            cell: (one) => <Reach of={[one.email, one.phone]} />,
          },
        ]}
        empty={
          <EmptyState
            title={t('directory.team.none')}
            icon="people"
            action={
              <LinkButton href={hrefOf(c, '/ajouter')} icon="add">
                {t('directory.book.add')}
              </LinkButton>
            }
          >
            <p>{t('directory.team.noneText')}</p>
          </EmptyState>
        }
      />
    </DeskPage>,
  )
})
