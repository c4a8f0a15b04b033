import { Hono, type Context } from 'hono'
import { answerForm, type FormState, freshForm, html, requiredFile, textField } from '../../../kit/http.ts'
import { addDays } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { CheckboxField } from '../../../kit/ui/choices.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { DateField, FileField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, Disclosure, EmptyState } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { findFile } from '../../documents/files.ts'
import { ORGANISERS } from '../actions/input.ts'
import { addPhoto, changePhoto, giveConsent, removePhoto, withdrawConsent } from '../actions/photos.ts'
import { mayShow, PHOTO_USES, type PhotoUse } from '../rules/photos.ts'
import { getMeeting } from '../store/meetings.ts'
import { findShownPhoto, getPhoto, photosOfMeeting, type Photo } from '../store/photos.ts'
import { ID, MEETING, meetingHref, MeetingTabs, only, told, trailTo } from './shared.tsx'

/** Pictures of a meeting, who agreed to what, and until when. */
export const photos = new Hono<CaisseEnv>()

const HOME = `${MEETING}/photos` as const
const ONE = `${HOME}/:photo${ID}` as const

/** What somebody agrees to without saying until when. */
const USUAL_DAYS = 365

photos.get(HOME, only(ORGANISERS), async (c) => html(await photosPage(c, freshForm())))

const back = (c: Context<CaisseEnv>) => meetingHref(c, '/photos?fait=oui')

photos.post(HOME, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const { bytes } = await requiredFile(fields)
      return addPhoto(callOf(c, key), {
        meetingId: c.req.param('meeting'),
        alt: textField(fields, 'alt'),
        nobody: textField(fields, 'nobody'),
        file: bytes,
      })
    },
    done: ({ photoId }) => `${back(c)}#photo-${photoId}`,
    again: (form) => photosPage(c, form),
  }),
)

photos.post(ONE, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      changePhoto(callOf(c, key), {
        photoId: c.req.param('photo'),
        alt: textField(fields, 'alt'),
        nobody: textField(fields, 'nobody'),
      }),
    done: () => back(c),
    again: (form) => photosPage(c, form),
  }),
)

photos.post(`${ONE}/accord`, only(ORGANISERS), async (c) => {
  const uses = (await c.req.raw.clone().formData())
    .getAll('uses')
    .map(String)
    .filter((use): use is PhotoUse => (PHOTO_USES as readonly string[]).includes(use))
  return answerForm(c, {
    act: (fields, key) =>
      giveConsent(callOf(c, key), {
        photoId: c.req.param('photo'),
        name: textField(fields, 'name'),
        uses,
        until: textField(fields, 'until'),
      }),
    done: () => back(c),
    again: (form) => photosPage(c, form),
  })
})

photos.post(`${ONE}/retrait`, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (fields, key) => withdrawConsent(callOf(c, key), { consentId: textField(fields, 'consentId') }),
    done: () => back(c),
    again: (form) => photosPage(c, form),
  }),
)

photos.post(`${ONE}/supprimer`, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (_, key) => removePhoto(callOf(c, key), { photoId: c.req.param('photo') }),
    done: () => back(c),
    again: (form) => photosPage(c, form),
  }),
)

async function photosPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { meeting, all } = await read(c, async (tx) => ({
    meeting: await getMeeting(tx, c.req.param('meeting')!),
    all: await photosOfMeeting(tx, c.req.param('meeting')!),
  }))
  const shown = all.filter((photo) => PHOTO_USES.some((use) => mayShow(photo, use, c.get('today'))))
  // A form about one picture comes back at that picture.
  const about = c.req.param('photo')
  const mine = about ? freshForm() : form
  return (
    <DeskPage
      {...deskFrame(c, '/rencontres')}
      title={t('meetings.photos.title', { shown: shown.length, count: all.length })}
      lead={meeting.title}
      breadcrumb={trailTo(c, meeting)}
      notice={told(t, form, c.req.query('fait') && t('meetings.done.saved'))}
    >
      <MeetingTabs c={c} current="/photos" />
      {all.length === 0 && (
        <EmptyState title={t('meetings.photos.none')} icon="camera">
          <p>{t('meetings.photos.noneText')}</p>
        </EmptyState>
      )}
      {all.map((photo) => (
        <PhotoCard key={photo.id} c={c} photo={photo} form={photo.id === about ? form : freshForm()} />
      ))}
      <Card title={t('meetings.photos.add')} icon="camera">
        <Form
          action={meetingHref(c, '/photos')}
          issues={mine.issues}
          typed={mine.typed}
          idempotencyKey={mine.key}
          files
        >
          <FileField
            name="file"
            label={t('meetings.photos.file')}
            hint={t('meetings.photos.fileHint')}
            accept="image/jpeg,image/png,image/webp"
          />
          <TextField
            name="alt"
            label={t('meetings.photos.alt')}
            hint={t('meetings.photos.altHint')}
            maxLength={300}
          />
          <CheckboxField
            name="nobody"
            label={t('meetings.photos.nobody')}
            hint={t('meetings.photos.nobodyHint')}
            optional
          />
          <Actions>
            <Button kind="primary" icon="upload">
              {t('meetings.photos.upload')}
            </Button>
          </Actions>
        </Form>
      </Card>
    </DeskPage>
  )
}

function PhotoCard({ c, photo, form }: { c: Context<CaisseEnv>; photo: Photo; form: FormState }) {
  const t = c.get('t')
  const today = c.get('today')
  const uses = PHOTO_USES.filter((use) => mayShow(photo, use, today))
  const path = `/photos/${photo.id}`
  return (
    <div class="card photo-card" id={`photo-${photo.id}`}>
      <img
        src={meetingHref(c, `${path}/image`)}
        alt={photo.alt}
        loading="lazy"
        width={480}
        height={360}
        class="photo"
      />
      <p>{photo.alt}</p>
      <p class="badges">
        {uses.length === 0 ? (
          <Badge tone="wait">{t('meetings.photos.nowhere')}</Badge>
        ) : (
          uses.map((use) => (
            <Badge key={use} tone="success">
              {t(`meetings.photos.use.${use}`)}
            </Badge>
          ))
        )}
      </p>
      {photo.nobody ? (
        <p class="soft">{t('meetings.photos.nobody')}</p>
      ) : (
        <ul class="row-list">
          {photo.consents.map((consent) => (
            <li key={consent.id} class="row">
              <span class="row-text">
                <span class="row-title">{consent.name}</span>
                <span class="row-more">
                  {consent.withdrawnAt
                    ? t('meetings.photos.withdrawn')
                    : t('meetings.photos.agreed', {
                        usesText: consent.uses.map((use) => t(`meetings.photos.use.${use}`)).join(', '),
                        day: consent.until,
                      })}
                </span>
              </span>
              {!consent.withdrawnAt && (
                <form method="post" action={meetingHref(c, `${path}/retrait`)} class="row-aside">
                  <HiddenKey value={freshForm().key} />
                  <input type="hidden" name="consentId" value={consent.id} />
                  <Button kind="quiet" icon="close">
                    {t('meetings.photos.withdraw')}
                    <span class="visually-hidden"> – {consent.name}</span>
                  </Button>
                </form>
              )}
            </li>
          ))}
        </ul>
      )}
      {!photo.nobody && (
        <Disclosure summary={t('meetings.photos.ask')} open={form.issues.length > 0}>
          <Form
            action={meetingHref(c, `${path}/accord`)}
            issues={form.issues}
            typed={form.typed}
            idempotencyKey={form.key}
            summary={false}
          >
            <TextField name="name" label={t('meetings.photos.who')} maxLength={120} />
            <fieldset class="choices">
              <legend>{t('meetings.photos.where')}</legend>
              {PHOTO_USES.map((use) => (
                <label key={use} class="choice choice-check">
                  <input type="checkbox" name="uses" value={use} />
                  <span class="choice-label">{t(`meetings.photos.use.${use}`)}</span>
                </label>
              ))}
            </fieldset>
            <DateField
              name="until"
              label={t('meetings.photos.until')}
              value={addDays(today, USUAL_DAYS)}
              min={today}
            />
            <Actions>
              <Button icon="check">{t('meetings.photos.note')}</Button>
            </Actions>
          </Form>
        </Disclosure>
      )}
      <form method="post" action={meetingHref(c, `${path}/supprimer`)}>
        <HiddenKey value={freshForm().key} />
        <Button kind="quiet" icon="delete">
          {t('meetings.photos.remove')}
          <span class="visually-hidden"> – {photo.alt}</span>
        </Button>
      </form>
    </div>
  )
}

const asPicture = (mediaType: string, bytes: Uint8Array): Response =>
  new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': mediaType,
      'x-content-type-options': 'nosniff',
      // Taken back, it is not shown from somebody's cache.
      'cache-control': 'private, no-store',
    },
  })

/** For the team, before anybody agreed. */
photos.get(`${ONE}/image`, only(ORGANISERS), async (c) => {
  const file = await read(c, async (tx) => {
    const photo = await getPhoto(tx, c.req.param('photo'))
    if (photo.meetingId !== c.req.param('meeting')) throw new Refusal('unknown_photo', {}, 404)
    return findFile(tx, photo.sha256)
  })
  return asPicture(file!.mediaType, file!.bytes)
})

/** For everybody, in the use that whoever is in it agreed to. */
export const publicPhotos = new Hono<CaisseEnv>()

publicPhotos.get(`/c/:slug/photos/:photo${ID}/:use{site|newsletter|poster|report}`, readCaisse, async (c) => {
  const file = await read(c, async (tx) => {
    const photo = await findShownPhoto(
      tx,
      c.req.param('photo'),
      c.req.param('use') as PhotoUse,
      c.get('today'),
    )
    if (!photo) throw new Refusal('unknown_photo', {}, 404)
    return findFile(tx, photo.sha256)
  })
  return asPicture(file!.mediaType, file!.bytes)
})
