import { z } from 'zod'
import { gesture } from '../../../kit/gesture.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { orNull } from '../../../kit/input.ts'
import { getMeeting } from '../../meetings/store/meetings.ts'
import { FORMATS, POSTER_KINDS, PosterText } from '../rules/poster.ts'
import { getAction } from '../store/funnel.ts'
import { deletePoster, getPoster, putPoster } from '../store/posters.ts'
import { STAFF } from './outreach.ts'

export const SavePoster = z
  .object({
    posterId: orNull(z.uuid()).default(null),
    kind: z.enum(POSTER_KINDS),
    format: z.enum(FORMATS),
    actionId: orNull(z.uuid()).default(null),
    meetingId: orNull(z.uuid()).default(null),
    first: PosterText,
    /** The same in another language, beside it. */
    second: PosterText.nullable().default(null),
  })
  .refine(({ kind, meetingId }) => kind !== 'invitation' || meetingId !== null, {
    path: ['meetingId'],
    message: 'choice',
  })

/** Written by whoever prints it, in any language, and kept to be printed again. */
export const savePoster = gesture(
  'save_poster',
  STAFF,
  SavePoster,
  async (tx, { app, now, about }, input) => {
    const { posterId, first, second, ...poster } = input
    const id = posterId ?? app.newId()
    about(id)
    if (posterId) await getPoster(tx, posterId)
    if (poster.actionId) await getAction(tx, poster.actionId)
    const meetingId = poster.kind === 'invitation' ? poster.meetingId : null
    if (meetingId && (await getMeeting(tx, meetingId)).status !== 'announced')
      throw new Refusal('meeting_not_announced', {}, 409)
    await putPoster(tx, { ...poster, id, meetingId, texts: second ? [first, second] : [first] }, now)
    return { posterId: id }
  },
)

export const dropPoster = gesture(
  'drop_poster',
  STAFF,
  z.object({ posterId: z.uuid() }),
  async (tx, { about }, { posterId }) => {
    about(posterId)
    await getPoster(tx, posterId)
    await deletePoster(tx, posterId)
  },
)
