import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import type { Actor } from '../../../kit/actor.ts'
import { gesture, hashRequest, type Gesture } from '../../../kit/gesture.ts'
import { monthOf, MonthValue } from '../../../kit/month.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { Decided } from '../../caisses/actions.ts'
import { findPreset } from '../../caisses/presets/index.ts'
import { presetForm } from '../../caisses/presets/preset-form.ts'
import { refusalToAdopt } from '../../caisses/rules/adoption.ts'
import { chooseKinds, fieldsOf, kindsOf, type Typed } from '../../caisses/rules/reglement-form/fields.ts'
import { fillForm, readForm } from '../../caisses/rules/reglement-form/read.ts'
import type { Reglement } from '../../caisses/rules/reglement.ts'
import {
  getCaisse,
  insertDecision,
  insertReglementVersion,
  listReglementVersions,
} from '../../caisses/store.ts'
import {
  requireTwoSignatures,
  sign,
  signAsPreparer,
  SIGNING_ROLES,
  signatures,
} from '../../identity/approvals.ts'
import {
  insertDraft,
  saveTyped,
  setAdopted,
  setDropped,
  setProposed,
  takeDraft,
  type Draft,
  type DraftOrigin,
  type Proposal,
} from '../store/drafts.ts'

export const DRAFT = 'reglement_draft'

const WRITERS = ['coordinator', 'administrator'] as const

const DraftName = z.string().trim().min(1, 'required').max(120)

/** Nothing is chosen yet: the plainest kinds, and not one amount. */
export const BLANK: Typed = {
  unit: 'household',
  'contribution.kind': 'free',
  'allocation.kind': 'base_plus_extra',
  'carryOver.kind': 'unlimited',
}

export const StartDraft = z.object({
  name: DraftName,
  /** `blank`, `in_force`, or the name of a preset. */
  from: z.string().min(1, 'required').max(60),
})

/** Begins to write a règlement: from nothing, from the one in force, or from another caisse's. */
export const startDraft = gesture('start_draft', WRITERS, StartDraft, async (tx, gesture, { name, from }) => {
  const { app, about } = gesture
  const { typed, origin } = await beginning(tx, gesture, from)
  const draftId = app.newId()
  about(draftId)
  await insertDraft(tx, { id: draftId, name, typed, origin }, saving(gesture))
  return { draftId }
})

async function beginning(
  tx: CaisseTx,
  { now }: Gesture,
  from: string,
): Promise<{ typed: Typed; origin: DraftOrigin }> {
  if (from === 'blank') return { typed: BLANK, origin: 'adopted' }
  if (from === 'in_force') {
    const month = monthOf(now.toISOString().slice(0, 10))
    const version = (await listReglementVersions(tx)).find(({ validFrom }) => validFrom <= month)
    if (!version) throw new Refusal('no_reglement', { month }, 409)
    return { typed: fillForm(version.content), origin: 'adopted' }
  }
  return fromPreset(from)
}

export function fromPreset(slug: string): { typed: Typed; origin: DraftOrigin } {
  const preset = findPreset(slug)
  if (!preset) throw new Refusal('unknown_preset', {}, 404)
  return { typed: presetForm(preset), origin: preset.label }
}

const idOf = (actor: Actor): string | null => (actor.kind === 'account' ? actor.accountId : null)

const saving = ({ actor, now }: Gesture) => ({ by: idOf(actor), at: now })

async function openDraft(tx: CaisseTx, id: string): Promise<Draft> {
  const draft = await takeDraft(tx, id)
  if (!draft || draft.status === 'dropped') throw new Refusal('unknown_draft', {}, 404)
  if (draft.status === 'adopted') throw new Refusal('draft_adopted', {}, 409)
  return draft
}

const Text = z.string().max(4_000)

export const ChooseKinds = z.object({
  draftId: z.uuid(),
  unit: Text,
  contribution: Text,
  thirdParty: z.boolean(),
  assessment: Text.default(''),
  share: Text.default('rate'),
  allocation: Text,
  carryOver: Text,
})

/** Which kinds of rules the draft has; amounts that are still asked for stay. */
export const chooseDraftKinds = gesture(
  'choose_draft_kinds',
  WRITERS,
  ChooseKinds,
  async (tx, gesture, input) => {
    const { draftId, ...kinds } = input
    gesture.about(draftId)
    const { name, typed } = await openDraft(tx, draftId)
    await saveTyped(tx, draftId, { name, typed: chooseKinds(typed, kinds) }, saving(gesture))
  },
)

export const SaveDraft = z.object({
  draftId: z.uuid(),
  name: DraftName,
  /** By name of the field; what is not asked for is not kept. */
  typed: z.record(z.string(), Text),
})

/** Saves what was typed, whether it can be adopted yet or not. */
export const saveDraft = gesture(
  'save_draft',
  WRITERS,
  SaveDraft,
  async (tx, gesture, { draftId, name, typed }) => {
    gesture.about(draftId)
    const before = (await openDraft(tx, draftId)).typed
    const asked = fieldsOf(kindsOf(before)).map((field) => [field.name, typed[field.name] ?? ''])
    await saveTyped(
      tx,
      draftId,
      { name, typed: { ...before, ...Object.fromEntries(asked) } },
      saving(gesture),
    )
  },
)

export const dropDraft = gesture(
  'drop_draft',
  WRITERS,
  z.object({ draftId: z.uuid() }),
  async (tx, { about }, { draftId }) => {
    about(draftId)
    await openDraft(tx, draftId)
    await setDropped(tx, draftId)
  },
)

export const ProposeDraft = z.object({ draftId: z.uuid(), validFrom: MonthValue, decision: Decided })

/** Says from when and by which decision; whoever proposes signs, another person adopts. */
export const proposeDraft = gesture(
  'propose_draft',
  WRITERS,
  ProposeDraft,
  async (tx, { app, actor, now, about }, { draftId, ...proposal }) => {
    about(draftId)
    const draft = await openDraft(tx, draftId)
    const reglement = reglementOf(draft)
    await mayAdopt(tx, proposal)
    const proposalId = app.newId()
    const digest = digestOf(tx, { proposalId, proposal, reglement })
    await setProposed(tx, draftId, { proposalId, proposal, digest })
    await signAsPreparer(tx, actor, { kind: DRAFT, id: proposalId, digest }, now)
    return { digest: digest.toString('hex') }
  },
)

function reglementOf(draft: Draft): Reglement {
  const read = readForm(draft.typed)
  if (!read.ok) throw new Refusal('draft_incomplete', { count: read.issues.length }, 409)
  return read.reglement
}

async function mayAdopt(tx: CaisseTx, { validFrom, decision }: Proposal): Promise<void> {
  const versions = await listReglementVersions(tx)
  refuse(refusalToAdopt({ validFrom, decidedOn: decision.decidedOn, versions }))
}

type Proposed = { proposalId: string; proposal: Proposal; reglement: Reglement }

const digestOf = (tx: CaisseTx, { proposalId, proposal, reglement }: Proposed): Buffer =>
  createHash('sha256')
    .update(
      hashRequest(
        'adopt',
        { kind: 'system', name: String(tx.caisseId) },
        { proposalId, proposal, reglement },
      ),
    )
    .digest()

export const AdoptDraft = z.object({ draftId: z.uuid(), digest: z.string().regex(/^[0-9a-f]{64}$/) })

/** Adopts what is proposed. Rules that move money take two people; where one only learns, one is enough. */
export const adoptDraft = gesture(
  'adopt_draft',
  SIGNING_ROLES,
  AdoptDraft,
  async (tx, { app, actor, now, about }, { draftId, digest: seen }) => {
    about(draftId)
    const draft = await openDraft(tx, draftId)
    const { proposalId, proposal, digest } = draft
    if (!proposalId || !proposal || !digest) throw new Refusal('draft_not_proposed', {}, 409)
    const subject = { kind: DRAFT, id: proposalId, digest }
    const { practice } = await getCaisse(tx, tx.caisseId)
    const signed = (await signatures(tx, subject)).some(({ accountId }) => accountId === idOf(actor))
    if (!practice || !signed) await sign(tx, actor, subject, { seen: Buffer.from(seen, 'hex'), now })
    if (!practice) await requireTwoSignatures(tx, subject, now)
    await mayAdopt(tx, proposal)
    const [decisionId, versionId] = [app.newId(), app.newId()]
    await insertDecision(tx, { id: decisionId, ...proposal.decision })
    await insertReglementVersion(tx, {
      id: versionId,
      validFrom: proposal.validFrom,
      decisionId,
      origin: 'adopted',
      content: reglementOf(draft),
    })
    await setAdopted(tx, draftId, versionId)
    return { versionId }
  },
)
