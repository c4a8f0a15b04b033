import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { isLocale, LANGUAGE_NAMES, LOCALES, type Locale } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { monthOf } from '../../../kit/month.ts'
import { refuse, Refusal } from '../../../kit/refusal.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { TextField } from '../../../kit/ui/inputs.tsx'
import { Tabs } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, DefinitionList, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { OCCASIONS, type Occasion } from '../../people/store/messages.ts'
import { readWords } from '../actions/deliver.ts'
import { resetText, writeText } from '../actions/messages.ts'
import {
  fillIn,
  refusalToText,
  subjectVariablesOf,
  valuesFor,
  variablesOf,
  type MessageText,
} from '../rules/text.ts'

/** The words of one occasion, in one language, with what they give. Under the guard of the messages. */
export const messageText = new Hono<CaisseEnv>()

const PAGE = '/c/:slug/messages/textes/:occasion{[a-z_]+}'

function occasionOf(c: Context<CaisseEnv>): Occasion {
  const occasion = OCCASIONS.find((each) => each === c.req.param('occasion'))
  if (!occasion) throw new Refusal('unknown_occasion', {}, 404)
  return occasion
}

function languageOf(c: Context<CaisseEnv>): Locale {
  const asked = c.req.query('langue') ?? ''
  return isLocale(asked) ? asked : 'fr'
}

const hrefOf = (c: Context<CaisseEnv>, query: Record<string, string> = {}): string =>
  `/c/${c.get('caisse').slug}/messages/textes/${occasionOf(c)}?${new URLSearchParams({ langue: languageOf(c), ...query })}`

messageText.get(PAGE, async (c) => html(await textPage(c, freshForm())))

messageText.post(PAGE, (c) =>
  answerForm(c, {
    act: async (fields, key): Promise<Response | null> => {
      const text = { subject: textField(fields, 'subject'), body: textField(fields, 'body') }
      if (textField(fields, 'see') !== '') {
        refuse(refusalToText(occasionOf(c), text))
        return html(await textPage(c, { ...freshForm(), typed: text }))
      }
      await writeText(callOf(c, key), { occasion: occasionOf(c), language: languageOf(c), ...text })
      return null
    },
    done: (seen) => seen ?? hrefOf(c, { garde: 'oui' }),
    again: (form) => textPage(c, form),
  }),
)

messageText.post(`${PAGE}/defaut`, (c) =>
  answerForm(c, {
    act: (_, key) => resetText(callOf(c, key), { occasion: occasionOf(c), language: languageOf(c) }),
    done: () => hrefOf(c, { retour: 'oui' }),
    again: (form) => textPage(c, form),
  }),
)

async function textPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const occasion = occasionOf(c)
  const words = (await read(c, (tx) => readWords(tx, c.get('caisse'))))(languageOf(c))
  const kept = words.textOf(occasion)
  const text: MessageText = {
    subject: form.typed['subject'] ?? kept.subject,
    body: form.typed['body'] ?? kept.body,
  }
  const list = (names: readonly string[]) => names.map((name) => `{${name}}`).join(' ')
  return (
    <DeskPage
      {...deskFrame(c, '/messages')}
      title={t(`messages.occasion.${occasion}`)}
      lead={t('messages.edit.lead')}
      breadcrumb={[{ href: `/c/${slug}/messages`, label: t('messages.nav') }]}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : c.req.query('garde') ? (
          <Notice tone="success" title={t('messages.edit.saved')} />
        ) : (
          c.req.query('retour') && <Notice tone="success" title={t('messages.edit.resetDone')} />
        )
      }
    >
      <Tabs
        label={t('messages.edit.language')}
        tabs={LOCALES.map((locale) => ({
          href: `/c/${slug}/messages/textes/${occasion}?langue=${locale}`,
          label: LANGUAGE_NAMES[locale],
          current: locale === languageOf(c),
        }))}
      />
      <Form action={hrefOf(c)} issues={form.issues} idempotencyKey={form.key}>
        <TextField
          name="subject"
          label={t('messages.edit.subject')}
          hint={t('messages.edit.subjectHint', { listText: list(subjectVariablesOf(occasion)) })}
          value={text.subject}
          maxLength={150}
        />
        <TextField name="body" label={t('messages.edit.body')} value={text.body} rows={14} maxLength={4000} />
        <Actions>
          <Button kind="primary">{t('messages.edit.save')}</Button>
          <Button name="see" value="yes" icon="show">
            {t('messages.edit.preview')}
          </Button>
        </Actions>
      </Form>
      <Preview c={c} words={words.t} text={text} />
      <Card title={t('messages.edit.variables')} look="sunk">
        <DefinitionList
          items={variablesOf(occasion).map((name) => ({
            term: <code>{`{${name}}`}</code>,
            value: t(`messages.variable.${name}`),
          }))}
        />
      </Card>
      <form method="post" action={hrefOf(c).replace('?', '/defaut?')}>
        <HiddenKey value={freshForm().key} />
        <Button kind="quiet" icon="undo">
          {t('messages.edit.reset')}
        </Button>
      </form>
    </DeskPage>
  )
}

/** As an invented person would read it; nothing where the text cannot be sent. */
function Preview({ c, words, text }: { c: Context<CaisseEnv>; words: Translate; text: MessageText }) {
  const t = c.get('t')
  const { name, slug } = c.get('caisse')
  if (refusalToText(occasionOf(c), text)) return null
  const givenName = words('messages.edit.example.prenom')
  const { subject, body } = fillIn(
    text,
    valuesFor(
      words,
      { givenName, reference: '4K7Q-2MXR' },
      { caisseName: name, link: `${c.get('app').address}/c/${slug}/moi` },
      {
        day: c.get('today'),
        month: monthOf(c.get('today')),
        cents: 45_00,
        rightsCents: 150_00,
        changeText: words('messages.edit.example.changement'),
      },
    ),
  )
  return (
    <Card title={t('messages.edit.previewTitle', { nameText: givenName })} icon="show">
      <div lang={words.locale} class="stack">
        <p>
          <strong>{subject}</strong>
        </p>
        {body.split(/\n{2,}/).map((part, i) => (
          <p key={i}>{part}</p>
        ))}
      </div>
    </Card>
  )
}
