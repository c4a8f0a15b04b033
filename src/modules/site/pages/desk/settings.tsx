import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../../kit/http.ts'
import { addDays, addMonths, dayAt, firstDay, monthOf, type Month } from '../../../../kit/month.ts'
import { Actions, Button, LinkButton } from '../../../../kit/ui/button.tsx'
import { Form } from '../../../../kit/ui/form.tsx'
import { SelectField, TextField } from '../../../../kit/ui/inputs.tsx'
import { DataTable } from '../../../../kit/ui/table.tsx'
import { Card, EmptyState } from '../../../../kit/ui/parts.tsx'
import { callOf, read, type CaisseEnv } from '../../../caisses/web.ts'
import { changeSiteSettings } from '../../actions/settings.ts'
import { RELEASE_DAY, type Cells } from '../../rules/figures.ts'
import { listFigures } from '../../store/figures.ts'
import { siteSetting } from '../../store/settings.ts'
import { FIGURES, sayFigure } from '../figure-stats.tsx'
import { SiteDesk } from './frame.tsx'

export const settings = new Hono<CaisseEnv>()

const PATH = '/c/:slug/site/reglages'

settings.get(PATH, async (c) => html(await settingsPage(c, freshForm())))

settings.post(PATH, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      changeSiteSettings(callOf(c, key), {
        host: textField(fields, 'host'),
        accessibility: textField(fields, 'accessibility') as 'none',
        director: textField(fields, 'director'),
        hostName: textField(fields, 'hostName'),
        hostAddress: textField(fields, 'hostAddress'),
        figuresFrom: textField(fields, 'figuresFrom'),
      }),
    done: () => `/c/${c.get('caisse').slug}/site/reglages?fait=oui`,
    again: (form) => settingsPage(c, form),
  }),
)

/** From the caisse's first month to the coming one. */
function monthsOffered(from: Month, today: Month): Month[] {
  const months: Month[] = []
  for (let month = from; month <= addMonths(today, 1); month = addMonths(month, 1)) months.push(month)
  return months.reverse()
}

const MOST_MONTHS = 36

async function settingsPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const caisse = c.get('caisse')
  const setting = await read(c, siteSetting)
  const today = monthOf(c.get('today'))
  const oldest = addMonths(today, -MOST_MONTHS)
  const first = caisse.pilot_from ? monthOf(caisse.pilot_from) : oldest
  return (
    <SiteDesk
      c={c}
      tab="settings"
      title={t('site.desk.settings.title')}
      form={form}
      done={c.req.query('fait') && c.req.method === 'GET' ? t('site.desk.settings.saved') : undefined}
      breadcrumb={[{ href: `/c/${caisse.slug}/site`, label: t('site.desk.title') }]}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <TextField
          name="host"
          label={t('site.desk.settings.host')}
          hint={t('site.desk.settings.hostHint', { addressText: `${c.get('app').address}/c/${caisse.slug}` })}
          value={caisse.public_host ?? ''}
          maxLength={253}
          optional
        />
        <SelectField
          name="figuresFrom"
          label={t('site.desk.settings.figuresFrom')}
          value={setting.figuresFrom ?? ''}
          optional
          options={[
            { value: '', label: t('site.desk.settings.figuresNever') },
            ...monthsOffered(first > oldest ? first : oldest, today).map((month) => ({
              value: month,
              label: t.month(month),
            })),
          ]}
        />
        <SelectField
          name="accessibility"
          label={t('site.desk.settings.accessibility')}
          hint={t('site.desk.settings.accessibilityHint')}
          value={caisse.accessibility}
          options={(['none', 'partial', 'full'] as const).map((level) => ({
            value: level,
            label: t(`site.accessibility.${level}`),
          }))}
        />
        <TextField
          name="director"
          label={t('site.desk.settings.director')}
          hint={t('site.desk.settings.directorHint')}
          value={setting.director}
          maxLength={200}
          optional
        />
        <TextField
          name="hostName"
          label={t('site.desk.settings.hostName')}
          value={setting.hostName}
          maxLength={200}
          optional
        />
        <TextField
          name="hostAddress"
          label={t('site.desk.settings.hostAddress')}
          value={setting.hostAddress}
          maxLength={200}
          optional
        />
        <Actions>
          <Button kind="primary" icon="save">
            {t('site.desk.settings.confirm')}
          </Button>
        </Actions>
      </Form>
    </SiteDesk>
  )
}

settings.get('/c/:slug/site/chiffres', async (c) => {
  const t = c.get('t')
  const { slug, time_zone: zone } = c.get('caisse')
  const { setting, all } = await read(c, async (tx) => ({
    setting: await siteSetting(tx),
    all: await listFigures(tx),
  }))
  const last = all[0]?.month
  const next =
    setting.figuresFrom && (last && last >= setting.figuresFrom ? addMonths(last, 1) : setting.figuresFrom)
  const hiddenIn = (cells: Cells) => FIGURES.filter((name) => cells[name] === null).length
  return html(
    <SiteDesk
      c={c}
      tab="figures"
      title={t(setting.figuresFrom ? 'site.desk.figures.on' : 'site.desk.figures.off')}
      lead={
        setting.figuresFrom
          ? t('site.desk.figures.onText', { month: setting.figuresFrom })
          : t('site.desk.figures.offText')
      }
      breadcrumb={[{ href: `/c/${slug}/site`, label: t('site.desk.title') }]}
    >
      {next && (
        <Card look="sunk" icon="calendar" title={t('site.desk.figures.title')}>
          <p>
            {t('site.desk.figures.next', {
              month: next,
              day: addDays(firstDay(addMonths(next, 1)), RELEASE_DAY - 1),
            })}
          </p>
        </Card>
      )}
      {all.length === 0 ? (
        <EmptyState
          title={t('site.figures.none')}
          icon="chart"
          action={
            <LinkButton href={`/c/${slug}/site/reglages`} icon="settings">
              {t('site.desk.settings.title')}
            </LinkButton>
          }
        />
      ) : (
        <DataTable
          dense
          caption={t('site.desk.figures.title')}
          columns={[
            { label: t('kit.figure.month'), cell: (row) => t.month(row.month), heading: true },
            {
              label: t('site.figures.name.households'),
              cell: (row) => sayFigure(t, 'households', row.cells.households),
              numeric: true,
            },
            {
              label: t('site.figures.secrecy'),
              cell: (row) => t('site.desk.figures.hidden', { count: hiddenIn(row.cells) }),
            },
            {
              label: t('site.figures.publishedOn'),
              cell: (row) => t.day(dayAt(row.publishedAt, zone)),
              numeric: true,
            },
          ]}
          rows={all}
          keyOf={(row) => row.month}
        />
      )}
    </SiteDesk>,
  )
})
