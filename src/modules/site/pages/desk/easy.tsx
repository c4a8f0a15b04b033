import { Hono, type Context } from 'hono'
import {
  answerForm,
  type Fields,
  type FormState,
  freshForm,
  html,
  sentFile,
  textField,
} from '../../../../kit/http.ts'
import { Refusal } from '../../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../../kit/ui/button.tsx'
import { Form } from '../../../../kit/ui/form.tsx'
import { DateField, FileField, TextField } from '../../../../kit/ui/inputs.tsx'
import { Card } from '../../../../kit/ui/parts.tsx'
import { callOf, read, type CaisseEnv } from '../../../caisses/web.ts'
import { validateEasyPage } from '../../actions/pages.ts'
import { isEasy } from '../../rules/page.ts'
import { findPage, type SitePage, type Validation } from '../../store/pages.ts'
import { SiteDesk } from './frame.tsx'

export const easy = new Hono<CaisseEnv>()

/** Whether the text that is online was found easy by those for whom it is written. */
export function EasyCard({
  c,
  page,
  validation,
}: {
  c: Context<CaisseEnv>
  page: SitePage | undefined
  validation: Validation | undefined
}) {
  const t = c.get('t')
  const isOnline = page !== undefined && page.publishedVersion !== null
  return (
    <Card title={t('site.desk.easy.title')} icon="approve" look="sunk">
      <p>{t('site.desk.easy.text')}</p>
      <p>
        {validation
          ? t('site.desk.easy.state', { day: validation.validatedOn, readersText: validation.readers })
          : t(isOnline ? 'site.desk.easy.not' : 'site.desk.easy.first')}
      </p>
      {isOnline && (
        <p>
          <LinkButton href={`/c/${c.get('caisse').slug}/site/pages/${page.slug}/validation`} icon="upload">
            {t('site.desk.easy.confirm')}
          </LinkButton>
        </p>
      )}
    </Card>
  )
}

const PATH = '/c/:slug/site/pages/:page{[a-z0-9-]+}/validation'

easy.get(PATH, async (c) => html(await validationPage(c, freshForm())))

easy.post(PATH, (c) =>
  answerForm(c, {
    act: async (fields, key) =>
      validateEasyPage(callOf(c, key), {
        page: c.req.param('page'),
        readers: textField(fields, 'readers'),
        validatedOn: textField(fields, 'validatedOn'),
        sheet: await bytesOf(fields, 'sheet'),
        logo: await bytesOf(fields, 'logo'),
      }),
    done: () => `/c/${c.get('caisse').slug}/site/pages/${c.req.param('page')}?fait=validated`,
    again: (form) => validationPage(c, form),
  }),
)

const bytesOf = async (fields: Fields, name: string): Promise<Uint8Array<ArrayBuffer>> =>
  (await sentFile(fields, name))?.bytes ?? new Uint8Array()

async function validationPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const page = await read(c, (tx) => findPage(tx, c.req.param('page')!))
  if (!page || !isEasy(page.kind)) throw new Refusal('unknown_page', {}, 404)
  const back = `/c/${slug}/site/pages/${page.slug}`
  return (
    <SiteDesk
      c={c}
      tab="pages"
      title={t('site.desk.easy.title')}
      lead={t('site.desk.easy.text')}
      form={form}
      breadcrumb={[
        { href: `/c/${slug}/site`, label: t('site.desk.title') },
        { href: back, label: t('site.desk.back') },
      ]}
    >
      <Form files issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <TextField
          name="readers"
          label={t('site.desk.easy.readers')}
          hint={t('site.desk.easy.readersHint')}
          maxLength={300}
        />
        <DateField name="validatedOn" label={t('site.desk.easy.validatedOn')} max={c.get('today')} />
        <FileField name="sheet" label={t('site.desk.easy.sheet')} accept="image/*,application/pdf" />
        <FileField name="logo" label={t('site.desk.easy.logo')} accept="image/png,image/jpeg,image/webp" />
        <Actions>
          <Button kind="primary" icon="approve">
            {t('site.desk.easy.confirm')}
          </Button>
        </Actions>
      </Form>
    </SiteDesk>
  )
}
