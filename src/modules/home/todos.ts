import type { Translate } from '../../kit/i18n/translate.ts'
import type { Day } from '../../kit/month.ts'
import type { IconName } from '../../kit/ui/icon.tsx'
import type { Waiting } from './store.ts'

/** One thing to do, and where it is done. */
export type Todo = { id: string; href: string; icon: IconName; title: string; text: string }

export type Asking = {
  /** Who looks: what they signed already is not asked of them again. */
  accountId: string | null
  slug: string
  today: Day
  /** Whether they answer what households ask about their contribution. */
  answers: boolean
  /** Whether they open the desk: people, the waiting list, outlets, the team. */
  mayDesk: boolean
  /** Whether they call people about their contribution. */
  mayCall: boolean
}

/** What waits, the most pressing first; money before the rest. */
export function listTodos(
  t: Translate,
  waiting: Waiting,
  { accountId, slug, today, answers, mayDesk, mayCall }: Asking,
): Todo[] {
  const at = (path: string) => `/c/${slug}${path}`
  const todos: Todo[] = []
  const add = (id: string, icon: IconName, href: string, title: string, text: string) =>
    todos.push({ id, icon, href: at(href), title, text })
  const { run, toPrepare, failedChecks, unansweredRequests, adultsWithoutCode, pilotEnds } = waiting

  if (failedChecks > 0)
    add(
      'checks',
      'warning',
      '/etat',
      t('home.todo.checks', { count: failedChecks }),
      t('home.todo.checksText'),
    )
  if (waiting.signerMissing && mayDesk)
    add('signer', 'people', '/equipe', t('home.todo.signer'), t('home.todo.signerText'))
  if (answers && waiting.requests > 0)
    add(
      'requests',
      'agreement',
      '/demandes',
      t('home.todo.requests', { count: waiting.requests }),
      t('home.todo.requestsText'),
    )
  if (run) {
    const { month } = run
    const text = t('home.todo.signText', { lines: run.lines, rightsCents: run.grantedCents })
    const href = `/mois/${run.id}`
    if (run.status === 'issuing') add('run', 'wait', href, t('home.todo.issuing', { month }), text)
    else if (run.signedBy.length >= 2)
      add('run', 'approve', href, t('home.todo.issue', { month }), t('home.todo.issueText'))
    else if (accountId && run.signedBy.includes(accountId))
      add('run', 'wait', href, t('home.todo.otherSign', { month }), text)
    else add('run', 'approve', href, t('home.todo.sign', { month }), text)
  }
  if (toPrepare) {
    const { month, begins } = toPrepare
    const text = begins > today ? t('home.todo.prepareSoonText', { day: begins }) : t('home.todo.prepareText')
    add('prepare', 'calendar', '/mois', t('home.todo.prepare', { month }), text)
  }
  for (const batch of waiting.batches) {
    if (accountId && batch.signedBy.includes(accountId)) continue
    add(
      `batch-${batch.id}`,
      'approve',
      `/tresorerie/remboursements/${batch.id}`,
      t('home.todo.batch', { numberText: batch.number }),
      t('home.todo.batchText', { lines: batch.lines, cents: batch.totalCents, day: batch.executionOn }),
    )
  }
  for (const { month, signedBy } of waiting.closings) {
    if (accountId && signedBy.includes(accountId)) continue
    add(
      `closing-${month}`,
      'approve',
      `/tresorerie/clotures/${month}`,
      t('home.todo.closing', { month }),
      t('home.todo.closingText'),
    )
  }
  if (waiting.ownBankChange && !(accountId && waiting.ownBankChange.signedBy.includes(accountId)))
    add('own-bank', 'bank', '/tresorerie/banque', t('bank.account.todo'), t('bank.account.todoText'))
  if (answers)
    for (const { id, householdId, householdName, cents, signedBy } of waiting.returns) {
      if (accountId && signedBy.includes(accountId)) continue
      add(
        `return-${id}`,
        'approve',
        `/tresorerie/cotisations/${householdId}/rendre`,
        t('returns.todo', { nameText: householdName, cents }),
        t('returns.todoText'),
      )
    }
  if (mayCall && waiting.calls > 0)
    add(
      'calls',
      'phone',
      '/messages',
      t('home.todo.calls', { count: waiting.calls }),
      t('home.todo.callsText'),
    )
  if (!mayDesk) return todos
  if (waiting.followUps > 0)
    add(
      'follow-ups',
      'announce',
      '/mobilisation',
      t('home.todo.followUps', { count: waiting.followUps }),
      t('home.todo.followUpsText'),
    )
  for (const { id, outletId, outletName } of waiting.bankChanges)
    add(
      `bank-${id}`,
      'phone',
      `/lieux/gerer/${outletId}`,
      t('home.todo.bank', { nameText: outletName }),
      t('home.todo.bankText'),
    )
  if (waiting.meetingCalls > 0)
    add(
      'meeting-calls',
      'phone',
      '/rencontres/appels',
      t('meetings.calls.title', { count: waiting.meetingCalls }),
      t('meetings.calls.todo'),
    )
  if (unansweredRequests > 0)
    add(
      'joining',
      'phone',
      '/file-attente',
      t('home.todo.joining', { count: unansweredRequests }),
      t('home.todo.joiningText'),
    )
  if (adultsWithoutCode > 0)
    add(
      'codes',
      'code',
      '/foyers',
      t('home.todo.codes', { count: adultsWithoutCode }),
      t('home.todo.codesText'),
    )
  if (waiting.lateTasks > 0)
    add(
      'group-tasks',
      'tasks',
      '/groupes#en-retard',
      t('groups.todo.late', { count: waiting.lateTasks }),
      t('groups.todo.lateText'),
    )
  for (const { outletId, outletName, toOn } of waiting.endingAgreements)
    add(
      `agreement-${outletId}`,
      'agreement',
      `/lieux/gerer/${outletId}`,
      t('home.todo.agreement', { nameText: outletName, day: toOn }),
      t('home.todo.agreementText'),
    )
  for (const { outletId, outletName } of waiting.outletsWithoutDevice)
    add(
      `device-${outletId}`,
      'device',
      `/lieux/gerer/${outletId}`,
      t('home.todo.device', { nameText: outletName }),
      t('home.todo.deviceText'),
    )
  for (const { kind, id, funder, title, on } of waiting.funding)
    add(
      `${kind}-${id}`,
      'money',
      kind === 'application' ? `/financements/${id}` : '/financements',
      t(`funding.todo.${kind}`, { funderText: funder, day: on }),
      on < today ? t('funding.todo.late') : title,
    )
  if (pilotEnds)
    add('pilot', 'clock', '/fin', t('home.todo.pilot', { day: pilotEnds }), t('home.todo.pilotText'))
  return todos
}
