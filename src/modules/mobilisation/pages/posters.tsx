import { Hono, type Context } from 'hono'
import {
  answerForm,
  fileAnswer,
  freshForm,
  html,
  textField,
  type Fields,
  type FormState,
} from '../../../kit/http.ts'
import { isLocale } from '../../../kit/i18n/locale.ts'
import { translator } from '../../../kit/i18n/translate.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { senderOf } from '../../caisses/letterhead.ts'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { dropPoster, savePoster } from '../actions/posters.ts'
import { posterPdf } from '../poster-paper.ts'
import { FORMATS, LANGUAGES, ownName, POSTER_KINDS, sideOf, type PosterText } from '../rules/poster.ts'
import { comingMeetings, listActions } from '../store/funnel.ts'
import { getPoster, listPosters, type Poster } from '../store/posters.ts'
import { joinLink } from './actions.tsx'
import { home, Parts, sayMeeting, trail } from './parts.tsx'

const LIST = '/c/:slug/mobilisation/affiches'
const ONE = `${LIST}/:poster{[0-9a-f-]{36}}` as const

export const posters = new Hono<CaisseEnv>()

posters.get(LIST, async (c) => {
  const t = c.get('t')
  const all = await read(c, listPosters)
  return html(
    <DeskPage
      {...deskFrame(c, '/mobilisation')}
      title={t('mobilisation.poster.list', { count: all.length })}
      lead={t('mobilisation.poster.lead')}
      breadcrumb={trail(c)}
      notice={c.req.query('efface') && <Notice tone="success" title={t('mobilisation.poster.dropped')} />}
      actions={
        <LinkButton kind="primary" icon="add" href={`${home(c)}/affiches/nouvelle`}>
          {t('mobilisation.poster.add')}
        </LinkButton>
      }
    >
      <Parts c={c} current="/affiches" />
      {all.length === 0 ? (
        <EmptyState title={t('mobilisation.poster.none')} icon="print">
          <p>{t('mobilisation.poster.noneText')}</p>
        </EmptyState>
      ) : (
        <RowList>
          {all.map((poster) => (
            <RowLink
              key={poster.id}
              href={`${home(c)}/affiches/${poster.id}`}
              icon="print"
              title={poster.texts[0]!.title}
              text={[
                t(`mobilisation.poster.kindOf.${poster.kind}`),
                t(`mobilisation.poster.formatOf.${poster.format}`),
                poster.texts.map(({ language }) => ownName(language)).join(' + '),
              ].join(' · ')}
            />
          ))}
        </RowList>
      )}
    </DeskPage>,
  )
})

const readText = (fields: Fields, n: 1 | 2): PosterText => ({
  language: textField(fields, `otherLanguage${n}`).trim() || textField(fields, `language${n}`),
  title: textField(fields, `title${n}`),
  text: textField(fields, `text${n}`),
})

const readPoster = (fields: Fields) => ({
  kind: textField(fields, 'kind') as 'poster',
  format: textField(fields, 'format') as 'a4',
  actionId: textField(fields, 'actionId'),
  meetingId: textField(fields, 'meetingId'),
  first: readText(fields, 1),
  second:
    textField(fields, 'title2').trim() === '' && textField(fields, 'text2').trim() === ''
      ? null
      : readText(fields, 2),
})

/** The form's fields are numbered, the action's are named. */
const atFields = (form: FormState): FormState => ({
  ...form,
  issues: form.issues.map(({ field, message }) => ({
    field: field.replace(
      /^(first|second)\.(\w+)$/,
      (_, which: string, name: string) => name + (which === 'first' ? '1' : '2'),
    ),
    message,
  })),
})

posters.get(`${LIST}/nouvelle`, async (c) => html(await editPage(c, freshForm())))

posters.post(`${LIST}/nouvelle`, (c) =>
  answerForm(c, {
    act: (fields, key) => savePoster(callOf(c, key), readPoster(fields)),
    done: ({ posterId }) => `${home(c)}/affiches/${posterId}?note=oui`,
    again: (form) => editPage(c, atFields(form)),
  }),
)

posters.get(ONE, async (c) => html(await editPage(c, freshForm(), c.req.param('poster'))))

posters.post(ONE, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      savePoster(callOf(c, key), { posterId: c.req.param('poster'), ...readPoster(fields) }),
    done: ({ posterId }) => `${home(c)}/affiches/${posterId}?note=oui`,
    again: (form) => editPage(c, atFields(form), c.req.param('poster')),
  }),
)

posters.post(`${ONE}/supprimer`, (c) =>
  answerForm(c, {
    act: (_, key) => dropPoster(callOf(c, key), { posterId: c.req.param('poster') }),
    done: () => `${home(c)}/affiches?efface=oui`,
    again: (form) => editPage(c, form, c.req.param('poster')),
  }),
)

async function editPage(c: Context<CaisseEnv>, form: FormState, id?: string) {
  const t = c.get('t')
  const zone = c.get('caisse').time_zone
  const { poster, actions, meetings } = await read(c, async (tx) => ({
    poster: id ? await getPoster(tx, id) : undefined,
    actions: await listActions(tx, { limit: 40 }),
    meetings: await comingMeetings(tx, c.get('app').now(), { information: false }),
  }))
  const past = poster?.meetingId && !meetings.some((one) => one.id === poster.meetingId)
  return (
    <DeskPage
      {...deskFrame(c, '/mobilisation')}
      title={poster ? poster.texts[0]!.title : t('mobilisation.poster.add')}
      lead={t('mobilisation.poster.editLead')}
      breadcrumb={trail(c, { href: `${home(c)}/affiches`, label: t('mobilisation.part.posters') })}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          c.req.query('note') && <Notice tone="success" title={t('mobilisation.poster.saved')} />
        )
      }
    >
      {poster && (
        <Actions>
          <LinkButton kind="primary" icon="download" href={`${home(c)}/affiches/${poster.id}/pdf`} download>
            {t('mobilisation.poster.pdf', { formatText: t(`mobilisation.poster.formatOf.${poster.format}`) })}
          </LinkButton>
        </Actions>
      )}
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <div class="form-row">
          <SelectField
            name="kind"
            label={t('mobilisation.poster.kind')}
            value={poster?.kind ?? 'poster'}
            options={POSTER_KINDS.map((kind) => ({
              value: kind,
              label: t(`mobilisation.poster.kindOf.${kind}`),
            }))}
          />
          <SelectField
            name="format"
            label={t('mobilisation.poster.format')}
            value={poster?.format ?? 'a4'}
            options={FORMATS.map((format) => ({
              value: format,
              label: t(`mobilisation.poster.formatOf.${format}`),
            }))}
          />
        </div>
        <div class="form-row">
          <SelectField
            name="actionId"
            label={t('mobilisation.poster.action')}
            hint={t('mobilisation.poster.actionHint')}
            value={poster?.actionId ?? c.req.query('action') ?? ''}
            options={[
              { value: '', label: t('mobilisation.poster.noAction') },
              ...actions.map((one) => ({ value: one.id, label: `${one.title}, ${t.day(one.heldOn)}` })),
            ]}
            optional
          />
          <SelectField
            name="meetingId"
            label={t('mobilisation.poster.meeting')}
            value={poster?.meetingId ?? ''}
            options={[
              { value: '', label: t('mobilisation.poster.noMeeting') },
              ...(past ? [{ value: poster.meetingId!, label: poster.meetingTitle! }] : []),
              ...meetings.map((one) => ({
                value: one.id,
                label: `${one.title} · ${sayMeeting(t, one, zone)}`,
              })),
            ]}
            optional
          />
        </div>
        <TextFields c={c} n={1} text={poster?.texts[0]} />
        <TextFields c={c} n={2} text={poster?.texts[1]} />
        <Actions sticky>
          <Button kind={poster ? 'secondary' : 'primary'}>{t('mobilisation.poster.save')}</Button>
        </Actions>
      </Form>
      {poster && (
        <form method="post" action={`${home(c)}/affiches/${poster.id}/supprimer`}>
          <HiddenKey value={form.key} />
          <Button kind="danger" icon="delete">
            {t('mobilisation.poster.drop')}
          </Button>
        </form>
      )}
    </DeskPage>
  )
}

function TextFields({ c, n, text }: { c: Context<CaisseEnv>; n: 1 | 2; text?: PosterText | undefined }) {
  const t = c.get('t')
  const language = text?.language ?? (n === 1 ? 'fr' : 'ar')
  const listed = (LANGUAGES as readonly string[]).includes(language)
  return (
    <Card title={t(n === 1 ? 'mobilisation.poster.first' : 'mobilisation.poster.second')} icon="language">
      {n === 2 && <p class="soft">{t('mobilisation.poster.secondHint')}</p>}
      <div class="form-row">
        <SelectField
          name={`language${n}`}
          label={t('mobilisation.poster.language')}
          value={listed ? language : 'fr'}
          options={LANGUAGES.map((one) => ({ value: one, label: ownName(one) }))}
          optional={n === 2}
        />
        <TextField
          name={`otherLanguage${n}`}
          label={t('mobilisation.poster.otherLanguage')}
          hint={t('mobilisation.poster.otherLanguageHint')}
          value={listed ? '' : language}
          maxLength={12}
          width="short"
          optional
        />
      </div>
      <div dir={text ? sideOf(text.language) : 'auto'}>
        <TextField
          name={`title${n}`}
          label={t('mobilisation.poster.title')}
          value={text?.title ?? (n === 1 ? t('mobilisation.poster.usualTitle') : '')}
          maxLength={90}
          optional={n === 2}
        />
        <TextField
          name={`text${n}`}
          label={t('mobilisation.poster.text')}
          value={text?.text ?? (n === 1 ? t('mobilisation.poster.usualText') : '')}
          rows={6}
          maxLength={900}
          optional
        />
      </div>
    </Card>
  )
}

posters.get(`${ONE}/pdf`, async (c) => {
  const caisse = c.get('caisse')
  const { poster, sender } = await read(c, async (tx) => ({
    poster: await getPoster(tx, c.req.param('poster')),
    sender: await senderOf(tx, caisse),
  }))
  const link = linkOf(c, poster)
  const words = (language: string) => translator(isLocale(language) ? language : 'fr')
  const pdf = await posterPdf(poster, {
    caisse,
    sender,
    link,
    calls: (language) =>
      isLocale(language)
        ? words(language)(
            poster.meetingId ? 'mobilisation.poster.callMeeting' : 'mobilisation.poster.callJoin',
          )
        : '',
    alt: words('fr')('mobilisation.action.qr'),
  })
  return fileAnswer(pdf, 'application/pdf', `${poster.kind}-${poster.format}.pdf`)
})

/** An invitation leads to its meeting; the rest to where one asks to join, with its source. */
const linkOf = (c: Context<CaisseEnv>, poster: Poster): string =>
  poster.meetingId
    ? `${c.get('app').address}/c/${c.get('caisse').slug}/rencontres/${poster.meetingId}`
    : joinLink(c, poster.token)
