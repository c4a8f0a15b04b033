import enAccreditation from './en/accreditation.json' with { type: 'json' }
import enAllocationRun from './en/allocation-run.json' with { type: 'json' }
import enAllocations from './en/allocations.json' with { type: 'json' }
import enApp from './en/app.json' with { type: 'json' }
import enBank from './en/bank.json' with { type: 'json' }
import enBatches from './en/batches.json' with { type: 'json' }
import enCaisses from './en/caisses.json' with { type: 'json' }
import enCalendar from './en/calendar.json' with { type: 'json' }
import enCash from './en/cash.json' with { type: 'json' }
import enCli from './en/cli.json' with { type: 'json' }
import enClosing from './en/closing.json' with { type: 'json' }
import enContributions from './en/contributions.json' with { type: 'json' }
import enDesk from './en/desk.json' with { type: 'json' }
import enDirectory from './en/directory.json' with { type: 'json' }
import enDocuments from './en/documents.json' with { type: 'json' }
import enDraft from './en/draft.json' with { type: 'json' }
import enDues from './en/dues.json' with { type: 'json' }
import enFiles from './en/files.json' with { type: 'json' }
import enFunding from './en/funding.json' with { type: 'json' }
import enGrid from './en/grid.json' with { type: 'json' }
import enGroups from './en/groups.json' with { type: 'json' }
import enHome from './en/home.json' with { type: 'json' }
import enIdentity from './en/identity.json' with { type: 'json' }
import enKit from './en/kit.json' with { type: 'json' }
import enLearning from './en/learning.json' with { type: 'json' }
import enLedger from './en/ledger.json' with { type: 'json' }
import enLife from './en/life.json' with { type: 'json' }
import enMandates from './en/mandates.json' with { type: 'json' }
import enMeetings from './en/meetings.json' with { type: 'json' }
import enMessages from './en/messages.json' with { type: 'json' }
import enMinutes from './en/minutes.json' with { type: 'json' }
import enMobilisation from './en/mobilisation.json' with { type: 'json' }
import enMonths from './en/months.json' with { type: 'json' }
import enNetwork from './en/network.json' with { type: 'json' }
import enNews from './en/news.json' with { type: 'json' }
import enNewsletter from './en/newsletter.json' with { type: 'json' }
import enNumberSignIn from './en/number-sign-in.json' with { type: 'json' }
import enOpening from './en/opening.json' with { type: 'json' }
import enOutlets from './en/outlets.json' with { type: 'json' }
import enPayments from './en/payments.json' with { type: 'json' }
import enPeople from './en/people.json' with { type: 'json' }
import enPolls from './en/polls.json' with { type: 'json' }
import enPresets from './en/presets.json' with { type: 'json' }
import enPurchases from './en/purchases.json' with { type: 'json' }
import enReglement from './en/reglement.json' with { type: 'json' }
import enResident from './en/resident.json' with { type: 'json' }
import enRetention from './en/retention.json' with { type: 'json' }
import enReturns from './en/returns.json' with { type: 'json' }
import enSearch from './en/search.json' with { type: 'json' }
import enSettlements from './en/settlements.json' with { type: 'json' }
import enSimulation from './en/simulation.json' with { type: 'json' }
import enSite from './en/site.json' with { type: 'json' }
import enState from './en/state.json' with { type: 'json' }
import enTeam from './en/team.json' with { type: 'json' }
import enTreasury from './en/treasury.json' with { type: 'json' }
import enWaiting from './en/waiting.json' with { type: 'json' }
import frAccreditation from './fr/accreditation.json' with { type: 'json' }
import frAllocationRun from './fr/allocation-run.json' with { type: 'json' }
import frAllocations from './fr/allocations.json' with { type: 'json' }
import frApp from './fr/app.json' with { type: 'json' }
import frBank from './fr/bank.json' with { type: 'json' }
import frBatches from './fr/batches.json' with { type: 'json' }
import frCaisses from './fr/caisses.json' with { type: 'json' }
import frCalendar from './fr/calendar.json' with { type: 'json' }
import frCash from './fr/cash.json' with { type: 'json' }
import frCli from './fr/cli.json' with { type: 'json' }
import frClosing from './fr/closing.json' with { type: 'json' }
import frContributions from './fr/contributions.json' with { type: 'json' }
import frDesk from './fr/desk.json' with { type: 'json' }
import frDirectory from './fr/directory.json' with { type: 'json' }
import frDocuments from './fr/documents.json' with { type: 'json' }
import frDraft from './fr/draft.json' with { type: 'json' }
import frDues from './fr/dues.json' with { type: 'json' }
import frFiles from './fr/files.json' with { type: 'json' }
import frFunding from './fr/funding.json' with { type: 'json' }
import frGrid from './fr/grid.json' with { type: 'json' }
import frGroups from './fr/groups.json' with { type: 'json' }
import frHome from './fr/home.json' with { type: 'json' }
import frIdentity from './fr/identity.json' with { type: 'json' }
import frKit from './fr/kit.json' with { type: 'json' }
import frLearning from './fr/learning.json' with { type: 'json' }
import frLedger from './fr/ledger.json' with { type: 'json' }
import frLife from './fr/life.json' with { type: 'json' }
import frMandates from './fr/mandates.json' with { type: 'json' }
import frMeetings from './fr/meetings.json' with { type: 'json' }
import frMessages from './fr/messages.json' with { type: 'json' }
import frMinutes from './fr/minutes.json' with { type: 'json' }
import frMobilisation from './fr/mobilisation.json' with { type: 'json' }
import frMonths from './fr/months.json' with { type: 'json' }
import frNetwork from './fr/network.json' with { type: 'json' }
import frNews from './fr/news.json' with { type: 'json' }
import frNewsletter from './fr/newsletter.json' with { type: 'json' }
import frNumberSignIn from './fr/number-sign-in.json' with { type: 'json' }
import frOpening from './fr/opening.json' with { type: 'json' }
import frOutlets from './fr/outlets.json' with { type: 'json' }
import frPayments from './fr/payments.json' with { type: 'json' }
import frPeople from './fr/people.json' with { type: 'json' }
import frPolls from './fr/polls.json' with { type: 'json' }
import frPresets from './fr/presets.json' with { type: 'json' }
import frPurchases from './fr/purchases.json' with { type: 'json' }
import frReglement from './fr/reglement.json' with { type: 'json' }
import frResident from './fr/resident.json' with { type: 'json' }
import frRetention from './fr/retention.json' with { type: 'json' }
import frReturns from './fr/returns.json' with { type: 'json' }
import frSearch from './fr/search.json' with { type: 'json' }
import frSettlements from './fr/settlements.json' with { type: 'json' }
import frSimulation from './fr/simulation.json' with { type: 'json' }
import frSite from './fr/site.json' with { type: 'json' }
import frState from './fr/state.json' with { type: 'json' }
import frTeam from './fr/team.json' with { type: 'json' }
import frTreasury from './fr/treasury.json' with { type: 'json' }
import frWaiting from './fr/waiting.json' with { type: 'json' }

/** One line per module and language: the name is the first part of its keys. */
const fr = {
  accreditation: frAccreditation,
  allocationRun: frAllocationRun,
  allocations: frAllocations,
  app: frApp,
  bank: frBank,
  batches: frBatches,
  caisses: frCaisses,
  calendar: frCalendar,
  cash: frCash,
  cli: frCli,
  closing: frClosing,
  contributions: frContributions,
  desk: frDesk,
  directory: frDirectory,
  documents: frDocuments,
  draft: frDraft,
  dues: frDues,
  files: frFiles,
  funding: frFunding,
  grid: frGrid,
  groups: frGroups,
  home: frHome,
  identity: frIdentity,
  kit: frKit,
  learning: frLearning,
  ledger: frLedger,
  life: frLife,
  mandates: frMandates,
  meetings: frMeetings,
  messages: frMessages,
  minutes: frMinutes,
  mobilisation: frMobilisation,
  months: frMonths,
  network: frNetwork,
  news: frNews,
  newsletter: frNewsletter,
  numberSignIn: frNumberSignIn,
  opening: frOpening,
  outlets: frOutlets,
  payments: frPayments,
  people: frPeople,
  polls: frPolls,
  presets: frPresets,
  purchases: frPurchases,
  reglement: frReglement,
  resident: frResident,
  retention: frRetention,
  returns: frReturns,
  search: frSearch,
  settlements: frSettlements,
  simulation: frSimulation,
  site: frSite,
  state: frState,
  team: frTeam,
  treasury: frTreasury,
  waiting: frWaiting,
}

export type Catalogue = typeof fr

type SameKeys<T> = { [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> }

const en: SameKeys<Catalogue> = {
  accreditation: enAccreditation,
  allocationRun: enAllocationRun,
  allocations: enAllocations,
  app: enApp,
  bank: enBank,
  batches: enBatches,
  caisses: enCaisses,
  calendar: enCalendar,
  cash: enCash,
  cli: enCli,
  closing: enClosing,
  contributions: enContributions,
  desk: enDesk,
  directory: enDirectory,
  documents: enDocuments,
  draft: enDraft,
  dues: enDues,
  files: enFiles,
  funding: enFunding,
  grid: enGrid,
  groups: enGroups,
  home: enHome,
  identity: enIdentity,
  kit: enKit,
  learning: enLearning,
  ledger: enLedger,
  life: enLife,
  mandates: enMandates,
  meetings: enMeetings,
  messages: enMessages,
  minutes: enMinutes,
  mobilisation: enMobilisation,
  months: enMonths,
  network: enNetwork,
  news: enNews,
  newsletter: enNewsletter,
  numberSignIn: enNumberSignIn,
  opening: enOpening,
  outlets: enOutlets,
  payments: enPayments,
  people: enPeople,
  polls: enPolls,
  presets: enPresets,
  purchases: enPurchases,
  reglement: enReglement,
  resident: enResident,
  retention: enRetention,
  returns: enReturns,
  search: enSearch,
  settlements: enSettlements,
  simulation: enSimulation,
  site: enSite,
  state: enState,
  team: enTeam,
  treasury: enTreasury,
  waiting: enWaiting,
}

export const CATALOGUES = { fr, en }
