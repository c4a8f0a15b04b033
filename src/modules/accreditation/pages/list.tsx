import { Hono, type Context } from 'hono'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { EmptyState } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { ActForm, formAt, named, showing, type Sent } from '../../caisses/forms.tsx'
import { listTerritories } from '../../caisses/store.ts'
import { deskFrame, mayHere, read, readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { KEEPERS, recordOutlet } from '../actions.ts'
import { statusOn } from '../rules.ts'
import { sayToday } from '../say-opening.ts'
import { keptOutlets } from '../store.ts'
import { HOME, hrefIn, READERS } from './frame.tsx'
import { OutletFields, outletField, typedOutlet } from './outlet-form.tsx'
import { refusalNotice, StatusBadge } from './outlet-parts.tsx'

export const outletList = new Hono<CaisseEnv>()

outletList.use(HOME, readCaisse, forReaders)
outletList.use(`${HOME}/*`, readCaisse, forReaders)

async function forReaders(c: Context<CaisseEnv>, next: () => Promise<void>): Promise<void> {
  requireRole(c, READERS)
  await next()
}

outletList.get(HOME, showing(listPage))

async function listPage(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const today = c.get('today')
  const outlets = await read(c, keptOutlets)
  const open = outlets.filter(({ agreement }) => agreement && statusOn(agreement, today) === 'in_force')
  const add = mayHere(c, KEEPERS) && (
    <LinkButton href={hrefIn(c, '/ajouter')} kind="primary" icon="add">
      {t('outlets.list.add')}
    </LinkButton>
  )
  return (
    <DeskPage
      {...deskFrame(c, '/lieux/gerer')}
      title={t('outlets.list.title', { count: open.length })}
      actions={add}
    >
      <DataTable
        caption={t('outlets.list.title', { count: open.length })}
        columns={[
          {
            label: t('outlets.list.outlet'),
            heading: true,
            cell: ({ id, tradeName }) => <a href={hrefIn(c, `/${id}`)}>{tradeName}</a>,
          },
          {
            label: t('outlets.list.status'),
            cell: ({ agreement }) => <StatusBadge t={t} agreement={agreement} today={today} />,
          },
          { label: t('outlets.file.kind'), cell: ({ kind }) => t(`accreditation.outletKind.${kind}`) },
          { label: t('outlets.file.territory'), cell: ({ territoryName }) => territoryName ?? '–' },
          {
            label: t('outlets.list.today'),
            cell: (outlet) => sayToday(t, outlet, today)?.text ?? t('outlets.list.noHours'),
          },
          {
            label: t('outlets.list.account'),
            cell: ({ hasIban }) => t(hasIban ? 'outlets.list.hasAccount' : 'outlets.list.noAccount'),
          },
        ]}
        rows={outlets}
        keyOf={({ id }) => id}
        empty={
          <EmptyState title={t('outlets.list.none')} icon="shop">
            <p>{t('outlets.list.noneText')}</p>
          </EmptyState>
        }
      />
    </DeskPage>
  )
}

outletList.get(`${HOME}/ajouter`, showing(addPage))

formAt(outletList, `${HOME}/ajouter/noter`, {
  act: (_, fields, call) => named(outletField, () => recordOutlet(call, typedOutlet(fields))),
  done: (c, { outletId }) => hrefIn(c, `/${outletId}?fait=ajoute`),
  page: addPage,
  home: (c) => hrefIn(c, '/ajouter'),
  name: 'noter',
})

async function addPage(c: Context<CaisseEnv>, sent: Sent) {
  requireRole(c, KEEPERS)
  const t = c.get('t')
  const territories = await read(c, listTerritories)
  return (
    <DeskPage
      {...deskFrame(c, '/lieux/gerer')}
      title={t('outlets.list.add')}
      breadcrumb={[{ href: hrefIn(c), label: t('caisses.desk.outlets') }]}
      notice={refusalNotice(t, sent)}
    >
      <ActForm sent={sent} name="noter" action={hrefIn(c, '/ajouter/noter')}>
        <OutletFields t={t} territories={territories} />
        <Actions sticky>
          <Button kind="primary">{t('outlets.file.keep')}</Button>
        </Actions>
      </ActForm>
    </DeskPage>
  )
}
