import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../../kit/http.ts'
import { Refusal } from '../../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../../kit/ui/form.tsx'
import { TextField } from '../../../../kit/ui/inputs.tsx'
import { Island } from '../../../../kit/ui/island.tsx'
import { DeskPage } from '../../../../kit/ui/pages.tsx'
import { Card, Notice } from '../../../../kit/ui/parts.tsx'
import { Prose } from '../../../../kit/ui/prose.tsx'
import { callOf, read, type CaisseEnv } from '../../../caisses/web.ts'
import {
  joinAside,
  renameMinutesSection,
  saveSection,
  takePen,
  WRITERS,
  type Saved,
} from '../../actions/minutes.ts'
import { isHeldByOther, joined } from '../../rules/minutes.ts'
import { getMeeting } from '../../store/meetings.ts'
import {
  asidesOf,
  getAside,
  getMinutes,
  getSection,
  versionsOf,
  type Aside,
  type Section,
} from '../../store/minutes.ts'
import { ID, MEETING, meetingHref, only, told } from '../shared.tsx'
import { MinutesEditor, type EditorProps } from './editor.tsx'
import { minutesFrame, minutesTrail } from './frame.tsx'

/** One section under one pen, and what is kept of every other. */
export const writeMinutes = new Hono<CaisseEnv>()

const PART = `${MEETING}/compte-rendu/parties/:section${ID}` as const

const partHref = (c: Context<CaisseEnv>, path = ''): string =>
  meetingHref(c, `/compte-rendu/parties/${c.req.param('section')}${path}`)

const own = (c: Context<CaisseEnv>): string | null => {
  const actor = c.get('actor')
  return actor?.kind === 'account' ? actor.accountId : null
}

writeMinutes.get(PART, only(WRITERS), async (c) => html(await partPage(c, freshForm())))

const saveFrom = (
  c: Context<CaisseEnv>,
  fields: Parameters<typeof textField>[0],
  key: string,
): Promise<Saved> =>
  saveSection(callOf(c, key), {
    sectionId: c.req.param('section')!,
    base: textField(fields, 'base'),
    body: textField(fields, 'body'),
    asideId: textField(fields, 'asideId'),
    putDown: textField(fields, 'putDown'),
  })

writeMinutes.post(PART, only(WRITERS), (c) =>
  answerForm(c, {
    act: async (fields, key) => ({
      saved: await saveFrom(c, fields, key),
      finished: textField(fields, 'putDown') === 'yes',
    }),
    done: ({ saved, finished }) => {
      if (saved.state === 'aside') return partHref(c, `/reunir/${saved.asideId}?garde=oui`)
      return finished ? meetingHref(c, '/compte-rendu/ecrire?fait=oui') : `${partHref(c)}?fait=oui`
    },
    again: (form) => partPage(c, form),
  }),
)

/** For the island: the same, answered in a few words. */
writeMinutes.post(`${PART}/texte`, only(WRITERS), async (c) => {
  const fields = Object.fromEntries(await c.req.formData())
  return c.json(await saveFrom(c, fields, textField(fields, 'key')))
})

writeMinutes.post(`${PART}/plume`, only(WRITERS), (c) =>
  answerForm(c, {
    act: (_, key) => takePen(callOf(c, key), { sectionId: c.req.param('section'), takeover: 'yes' }),
    done: () => partHref(c),
    again: (form) => partPage(c, form),
  }),
)

writeMinutes.post(`${PART}/titre`, only(WRITERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      renameMinutesSection(callOf(c, key), {
        sectionId: c.req.param('section'),
        title: textField(fields, 'title'),
      }),
    done: () => `${partHref(c)}?fait=oui`,
    again: (form) => partPage(c, form),
  }),
)

async function readPart(c: Context<CaisseEnv>) {
  const found = await read(c, async (tx) => {
    const section = await getSection(tx, c.req.param('section')!)
    return {
      section,
      meeting: await getMeeting(tx, section.meetingId),
      minutes: await getMinutes(tx, section.meetingId),
      asides: await asidesOf(tx, section.id),
    }
  })
  if (found.meeting.id !== c.req.param('meeting')) throw new Refusal('unknown_section', {}, 404)
  return found
}

async function partPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { section, meeting, minutes, asides } = await readPart(c)
  const held = isHeldByOther(section, own(c), c.get('app').now())
  const editable = minutes.status === 'open' && !held
  return (
    <DeskPage
      {...minutesFrame(c)}
      title={section.title}
      lead={meeting.title}
      breadcrumb={minutesTrail(c, meeting)}
      notice={told(t, form, c.req.query('fait') && t('minutes.saved'))}
    >
      {asides.map((aside) => (
        <Notice key={aside.id} tone="wait" title={t('minutes.asideOf', { nameText: aside.byName ?? '–' })}>
          <p>
            <a href={partHref(c, `/reunir/${aside.id}`)}>{t('minutes.join')}</a>
          </p>
        </Notice>
      ))}
      {held && (
        <Card title={t('minutes.held', { nameText: section.writerName ?? '–' })} icon="edit" look="accent">
          <p>{t('minutes.heldText')}</p>
          <form method="post" action={partHref(c, '/plume')} class="actions">
            <HiddenKey value={freshForm().key} />
            <Button icon="edit">{t('minutes.takeOver')}</Button>
          </form>
        </Card>
      )}
      {editable ? (
        <Editor c={c} section={section} form={form} />
      ) : section.body === '' ? (
        <p class="soft">{t('minutes.empty')}</p>
      ) : (
        <Prose markdown={section.body} level={3} />
      )}
      {editable && (
        <Card title={t('minutes.marks.title')} icon="help" look="sunk">
          <ul>
            <li>
              <code>{t('minutes.marks.decision')}</code>
            </li>
            <li>
              <code>{t('minutes.marks.task')}</code>
            </li>
            <li>
              <code>{t('minutes.marks.objection')}</code>
            </li>
          </ul>
          <p class="soft">{t('minutes.marks.text')}</p>
        </Card>
      )}
      {minutes.status === 'open' && (
        <Form action={partHref(c, '/titre')} idempotencyKey={freshForm().key}>
          <TextField name="title" label={t('minutes.sectionTitle')} value={section.title} maxLength={120} />
          <Actions>
            <Button icon="save">{t('minutes.rename')}</Button>
            <LinkButton kind="quiet" icon="history" href={partHref(c, '/versions')}>
              {t('minutes.versions')}
            </LinkButton>
          </Actions>
        </Form>
      )}
    </DeskPage>
  )
}

function Editor({ c, section, form }: { c: Context<CaisseEnv>; section: Section; form: FormState }) {
  const t = c.get('t')
  const props: EditorProps = {
    action: partHref(c),
    saveAs: partHref(c, '/texte'),
    joinAt: partHref(c, '/reunir'),
    sectionId: section.id,
    keyValue: form.key,
    base: section.version,
    body: form.typed['body'] ?? section.body,
    words: {
      label: t('minutes.text'),
      hint: t('minutes.textHint'),
      save: t('minutes.save'),
      finish: t('minutes.finish'),
      saved: t('minutes.state.saved'),
      saving: t('minutes.state.saving'),
      unsaved: t('minutes.state.unsaved'),
      aside: t('minutes.state.aside'),
      join: t('minutes.join'),
      found: t('minutes.found'),
      takeBack: t('minutes.takeBack'),
    },
  }
  return (
    <Island name="minutes-editor" props={props}>
      <MinutesEditor {...props} />
    </Island>
  )
}

const JOIN = `${PART}/reunir/:aside${ID}` as const

writeMinutes.get(JOIN, only(WRITERS), async (c) => html(await joinPage(c, freshForm())))

writeMinutes.post(JOIN, only(WRITERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      joinAside(callOf(c, key), {
        asideId: c.req.param('aside'),
        base: textField(fields, 'base'),
        body: textField(fields, 'body'),
      }),
    done: () => `${partHref(c)}?fait=oui`,
    again: (form) => joinPage(c, form),
  }),
)

async function joinPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { section, meeting } = await readPart(c)
  const aside = await read(c, (tx) => getAside(tx, c.req.param('aside')!))
  if (aside.sectionId !== section.id) throw new Refusal('unknown_aside', {}, 404)
  return (
    <DeskPage
      {...minutesFrame(c)}
      title={t(aside.settledAt ? 'minutes.joinedTitle' : 'minutes.joinTitle')}
      lead={section.title}
      breadcrumb={[...minutesTrail(c, meeting), { href: partHref(c), label: section.title }]}
      notice={told(t, form, c.req.query('garde') && t('minutes.keptAside'))}
    >
      <SideBySide c={c} section={section} aside={aside} />
      {!aside.settledAt && (
        <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
          {/* What was typed goes with what is on the screen now: somebody wrote meanwhile. */}
          <input type="hidden" name="base" value={section.version} />
          <TextField
            name="body"
            label={t('minutes.joinedText')}
            hint={t('minutes.joinedTextHint')}
            rows={16}
            maxLength={60_000}
            value={joined(section.body, aside.body)}
            optional
          />
          <Actions>
            <Button kind="primary" icon="check">
              {t('minutes.joinConfirm')}
            </Button>
            <LinkButton kind="quiet" href={partHref(c)}>
              {t('minutes.joinLater')}
            </LinkButton>
          </Actions>
        </Form>
      )}
    </DeskPage>
  )
}

function SideBySide({ c, section, aside }: { c: Context<CaisseEnv>; section: Section; aside: Aside }) {
  const t = c.get('t')
  return (
    <div class="side-by-side">
      <section class="stack">
        <h2>{t('minutes.current', { nameText: section.changedByName ?? '–' })}</h2>
        <pre class="minutes-kept">{section.body || t('minutes.empty')}</pre>
      </section>
      <section class="stack">
        <h2>{t('minutes.asideOf', { nameText: aside.byName ?? '–' })}</h2>
        <pre class="minutes-kept">{aside.body}</pre>
      </section>
    </div>
  )
}

writeMinutes.get(`${PART}/versions`, only(WRITERS), async (c) => {
  const t = c.get('t')
  const { section, meeting } = await readPart(c)
  const versions = await read(c, (tx) => versionsOf(tx, section.id))
  return html(
    <DeskPage
      {...minutesFrame(c)}
      title={t('minutes.versionsTitle', { count: versions.length })}
      lead={section.title}
      breadcrumb={[...minutesTrail(c, meeting), { href: partHref(c), label: section.title }]}
    >
      {versions.map(({ version, body, byName, writtenAt }) => (
        <Card
          key={version}
          level={2}
          title={t('minutes.version', { whenText: t.instant(writtenAt), nameText: byName ?? '–' })}
        >
          <pre class="minutes-kept">{body || t('minutes.empty')}</pre>
        </Card>
      ))}
    </DeskPage>,
  )
})
