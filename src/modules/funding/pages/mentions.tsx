import { Hono, type Context } from 'hono'
import {
  answerForm,
  type Fields,
  type FormState,
  freshForm,
  html,
  sentFile,
  textField,
} from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { CheckboxField } from '../../../kit/ui/choices.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { DateField, FileField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { findFile } from '../../documents/files.ts'
import { keptFileAnswer } from '../../documents/serve.ts'
import { forgetFunder, nameFunder } from '../actions.ts'
import { listMentions, USES, type Mention } from '../store.ts'
import { HOME, hrefIn } from './home.tsx'

export const mentions = new Hono<CaisseEnv>()

const PATH = `${HOME}/mentions` as const

mentions.get(PATH, async (c) => html(await mentionsPage(c, freshForm())))

mentions.post(PATH, (c) =>
  answerForm(c, {
    act: async (fields, key) => nameFunder(callOf(c, key), await readMention(fields)),
    done: () => `${hrefIn(c, '/mentions')}?fait=oui`,
    again: (form) => mentionsPage(c, form),
  }),
)

mentions.post(`${PATH}/retirer`, (c) =>
  answerForm(c, {
    act: (fields, key) => forgetFunder(callOf(c, key), { mentionId: textField(fields, 'mentionId') }),
    done: () => `${hrefIn(c, '/mentions')}?fait=oui`,
    again: (form) => mentionsPage(c, form),
  }),
)

async function readMention(fields: Fields) {
  const typed = (name: string) => textField(fields, name)
  return {
    funder: typed('funder'),
    mention: typed('mention'),
    website: typed('website'),
    logo: (await sentFile(fields, 'logo'))?.bytes ?? null,
    logoAlt: typed('logoAlt'),
    uses: USES.filter((use) => typed(`on_${use}`) === 'yes'),
    fromOn: typed('fromOn'),
    untilOn: typed('untilOn'),
  }
}

const logoOf = (slug: string, { id }: Mention): string => `/c/${slug}/financeurs/${id}/logo`

async function mentionsPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const listed = await read(c, listMentions)
  return (
    <DeskPage
      {...deskFrame(c, '/financements')}
      title={t('funding.mentions.title', { count: listed.length })}
      lead={t('funding.mentions.lead')}
      breadcrumb={[{ href: hrefIn(c), label: t('caisses.desk.funding') }]}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          c.req.query('fait') === 'oui' && <Notice tone="success" title={t('funding.saved')} />
        )
      }
    >
      {listed.length === 0 && <EmptyState title={t('funding.mentions.none')} icon="agreement" />}
      {listed.map((one) => (
        <Card key={one.id} title={one.funder}>
          {one.logo && <img class="funder-logo" src={logoOf(slug, one)} alt={one.logoAlt} />}
          <p>{one.mention}</p>
          <p class="soft small">
            {one.uses.map((use) => t(`funding.mentions.use.${use}`)).join(', ')} ·{' '}
            {one.untilOn
              ? t('funding.mentions.between', { from: one.fromOn, until: one.untilOn })
              : t('funding.mentions.since', { from: one.fromOn })}
          </p>
          <form method="post" action={hrefIn(c, '/mentions/retirer')}>
            <HiddenKey value={freshForm().key} />
            <input type="hidden" name="mentionId" value={one.id} />
            <Button kind="quiet" icon="delete">
              {t('funding.mentions.remove')}
            </Button>
          </form>
        </Card>
      ))}
      <Card title={t('funding.mentions.add')} icon="add">
        <Form files issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
          <TextField name="funder" label={t('funding.funder')} maxLength={200} />
          <TextField
            name="mention"
            label={t('funding.mentions.words')}
            hint={t('funding.mentions.wordsHint')}
            rows={2}
            maxLength={300}
          />
          <TextField
            name="website"
            type="url"
            label={t('funding.mentions.website')}
            maxLength={300}
            optional
          />
          <FileField
            name="logo"
            label={t('funding.mentions.logo')}
            accept="image/png,image/jpeg,image/webp"
            optional
          />
          <TextField name="logoAlt" label={t('funding.mentions.logoAlt')} maxLength={200} optional />
          {USES.map((use) => (
            <CheckboxField
              key={use}
              name={`on_${use}`}
              label={t(`funding.mentions.use.${use}`)}
              checked
              optional
            />
          ))}
          <div class="form-row">
            <DateField name="fromOn" label={t('funding.mentions.fromOn')} value={c.get('today')} />
            <DateField name="untilOn" label={t('funding.mentions.untilOn')} optional />
          </div>
          <Actions>
            <Button kind="primary" icon="save">
              {t('funding.save')}
            </Button>
          </Actions>
        </Form>
      </Card>
    </DeskPage>
  )
}

/** A logo is shown to everyone, wherever its funder is named. */
export const logos = new Hono<CaisseEnv>()

logos.get('/c/:slug/financeurs/:mention{[0-9a-f-]{36}}/logo', readCaisse, async (c) => {
  const file = await read(c, async (tx) => {
    const one = (await listMentions(tx)).find(({ id }) => id === c.req.param('mention'))
    return one?.logo ? findFile(tx, one.logo) : undefined
  })
  if (!file) throw new Refusal('unknown_mention', {}, 404)
  return keptFileAnswer(c, { ...file, fileName: 'logo.webp', open: true })
})
