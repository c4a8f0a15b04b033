import { z } from 'zod'
import { gesture } from '../../../kit/gesture.ts'
import { dayAt, DayValue } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Line, orNull } from '../../../kit/input.ts'
import { getCaisse } from '../../caisses/store.ts'
import { forgetFile, storeFile } from '../../documents/files.ts'
import { PHOTO_USES } from '../rules/photos.ts'
import { getMeeting } from '../store/meetings.ts'
import {
  deletePhoto,
  getPhoto,
  insertConsent,
  insertPhoto,
  setConsentWithdrawn,
  updatePhoto,
} from '../store/photos.ts'
import { ORGANISERS, Ticked } from './input.ts'

const Alt = Line(300).min(1, 'required')

export const AddPhoto = z.object({
  meetingId: z.uuid(),
  alt: Alt,
  nobody: Ticked.default(false),
  takenOn: orNull(DayValue).default(null),
  file: z.instanceof(Uint8Array),
})

/** Smaller, and without what the camera noted. Until everybody in it agreed it is shown nowhere. */
export const addPhoto = gesture(
  'add_photo',
  ORGANISERS,
  AddPhoto,
  async (tx, { app, now, about }, { meetingId, file, alt, nobody, takenOn }) => {
    const meeting = await getMeeting(tx, meetingId)
    const { sha256, mediaType } = await storeFile(tx, now, file)
    if (mediaType !== 'image/webp') throw new Refusal('not_a_picture')
    const { time_zone } = await getCaisse(tx, tx.caisseId)
    const id = app.newId()
    about(id)
    await insertPhoto(
      tx,
      { id, meetingId, sha256, alt, nobody, takenOn: takenOn ?? dayAt(meeting.startsAt, time_zone) },
      now,
    )
    return { photoId: id }
  },
)

export const ChangePhoto = z.object({ photoId: z.uuid(), alt: Alt, nobody: Ticked.default(false) })

export const changePhoto = gesture(
  'change_photo',
  ORGANISERS,
  ChangePhoto,
  async (tx, { about }, { photoId, alt, nobody }) => {
    about(photoId)
    const { consents } = await getPhoto(tx, photoId)
    if (nobody && consents.length > 0) throw new Refusal('photo_of_somebody', {}, 409)
    await updatePhoto(tx, photoId, { alt, nobody })
  },
)

export const RemovePhoto = z.object({ photoId: z.uuid() })

export const removePhoto = gesture(
  'remove_photo',
  ORGANISERS,
  RemovePhoto,
  async (tx, { about }, { photoId }) => {
    about(photoId)
    const { sha256 } = await getPhoto(tx, photoId)
    await deletePhoto(tx, photoId)
    await forgetFile(tx, sha256)
  },
)

export const GiveConsent = z.object({
  photoId: z.uuid(),
  name: Line(120).min(1, 'required'),
  personId: orNull(z.uuid()).default(null),
  uses: z.array(z.enum(PHOTO_USES)).min(1, 'required'),
  until: DayValue,
})

/** Somebody who can be recognised in it says where it may be shown, and until when. */
export const giveConsent = gesture(
  'give_photo_consent',
  ORGANISERS,
  GiveConsent,
  async (tx, { app, now, about }, { photoId, ...consent }) => {
    about(photoId)
    if ((await getPhoto(tx, photoId)).nobody) throw new Refusal('photo_of_nobody', {}, 409)
    await insertConsent(tx, photoId, { id: app.newId(), ...consent }, now)
  },
)

export const WithdrawConsent = z.object({ consentId: z.uuid() })

/** At once it is shown nowhere any more; the night removes it. */
export const withdrawConsent = gesture(
  'withdraw_photo_consent',
  ORGANISERS,
  WithdrawConsent,
  async (tx, { now, about }, { consentId }) => {
    const photoId = await setConsentWithdrawn(tx, consentId, now)
    if (photoId === null) throw new Refusal('unknown_consent', {}, 404)
    about(photoId)
  },
)
