import { Hono } from 'hono'
import type { Role } from '../../../../kit/actor.ts'
import { answerForm, html } from '../../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../../kit/ui/button.tsx'
import { Form } from '../../../../kit/ui/form.tsx'
import { TextField } from '../../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../../kit/ui/pages.tsx'
import { EmptyState } from '../../../../kit/ui/parts.tsx'
import { DataTable } from '../../../../kit/ui/table.tsx'
import {
  callOf,
  deskFrame,
  mayHere,
  read,
  readCaisse,
  requireRole,
  type CaisseEnv,
} from '../../../caisses/web.ts'
import { registerHouseholds } from '../../../contributions/actions/register.ts'
import { listHouseholds } from '../../../people/store/listing.ts'
import { freshRegistration, readRegistration, registerPage } from './register.tsx'

/** Lists of persons are for the desk. */
const DESK: readonly Role[] = ['coordinator', 'administrator']

export const desk = new Hono<CaisseEnv>()

desk.use('/c/:slug/foyers', readCaisse, async (c, next) => (requireRole(c, DESK), next()))
desk.use('/c/:slug/foyers/*', readCaisse, async (c, next) => (requireRole(c, DESK), next()))

const PAGE = 50

desk.get('/c/:slug/foyers', async (c) => {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const search = c.req.query('q') ?? ''
  const offset = Math.max(0, Number.parseInt(c.req.query('apres') ?? '0', 10) || 0)
  const { households, total } = await read(c, (tx) => listHouseholds(tx, { search, offset, limit: PAGE }))
  return html(
    <DeskPage
      {...deskFrame(c, '/foyers')}
      title={t('desk.list.title')}
      lead={search === '' ? t('desk.list.lead', { total }) : undefined}
      actions={
        <>
          <LinkButton kind="primary" icon="add" href={`/c/${slug}/foyers/inscrire`}>
            {t('desk.list.register')}
          </LinkButton>
          <LinkButton icon="calendar" href={`/c/${slug}/foyers/a-venir`}>
            {t('life.coming.nav')}
          </LinkButton>
          {mayHere(c, ['coordinator']) && (
            <LinkButton icon="upload" href={`/c/${slug}/import`}>
              {t('opening.import.nav')}
            </LinkButton>
          )}
        </>
      }
    >
      <Form method="get">
        <TextField
          name="q"
          type="search"
          label={t('desk.list.search')}
          hint={t('desk.list.searchHint')}
          value={search}
          optional
        />
        <Actions>
          <Button icon="search">{t('desk.list.go')}</Button>
        </Actions>
      </Form>
      <DataTable
        caption={t('desk.list.title')}
        columns={[
          {
            label: t('desk.list.name'),
            heading: true,
            cell: (one) => <a href={`/c/${slug}/foyers/${one.id}`}>{one.name}</a>,
          },
          {
            label: t('desk.list.people'),
            cell: (one) => t('desk.list.people_count', { adults: one.adults, children: one.children }),
          },
          { label: t('desk.list.wave'), cell: (one) => one.waveName },
          { label: t('desk.list.since'), cell: (one) => t.day(one.enteredOn) },
          { label: t('desk.list.reference'), cell: (one) => one.paymentReference },
        ]}
        rows={households}
        keyOf={(one) => one.id}
        empty={
          <EmptyState title={t(search ? 'desk.list.none' : 'desk.list.empty')} icon="household">
            <p>{t(search ? 'desk.list.noneText' : 'desk.list.emptyText')}</p>
          </EmptyState>
        }
      />
      {offset + households.length < total && (
        <Actions>
          <LinkButton
            href={`/c/${slug}/foyers?${new URLSearchParams({ q: search, apres: String(offset + PAGE) })}`}
          >
            {t('desk.list.more')}
          </LinkButton>
        </Actions>
      )}
    </DeskPage>,
  )
})

desk.get('/c/:slug/foyers/inscrire', async (c) => html(await registerPage(c, await freshRegistration(c))))

desk.post('/c/:slug/foyers/inscrire', (c) =>
  answerForm(c, {
    act: (fields, key) => registerHouseholds(callOf(c, key), { households: [readRegistration(fields)] }),
    done: ({ householdIds }) => `/c/${c.get('caisse').slug}/foyers/${householdIds[0]}?inscrit=oui`,
    again: (form) => registerPage(c, form),
  }),
)
