import type { Command } from 'commander'
import type { z } from 'zod'
import type { Translate } from '../kit/i18n/translate.ts'
import { recordDecision, type Decided } from '../modules/caisses/actions.ts'
import { listDecisions } from '../modules/caisses/store.ts'
import { day, key } from './misuse.ts'
import { table } from './regles/table.ts'
import { answering, describe, type Acting, type Session } from './session.ts'

export type DecisionOptions = {
  decisionDate: string
  decisionInstance: string
  decisionTitre: string
  decisionTexte?: string
  decisionLien?: string
}

/** Every rule about money names the decision that made it. */
export const decisionOptions = (command: Command, t: Translate): Command =>
  command
    .requiredOption('--decision-date <AAAA-MM-JJ>', t('cli.option.decisionDate'), day)
    .requiredOption('--decision-instance <instance>', t('cli.option.decisionInstance'))
    .requiredOption('--decision-titre <titre>', t('cli.option.decisionTitre'))
    .option('--decision-texte <texte>', t('cli.option.decisionTexte'))
    .option('--decision-lien <adresse>', t('cli.option.decisionLien'))

export const decisionOf = (options: DecisionOptions): z.input<typeof Decided> => ({
  decidedOn: options.decisionDate,
  body: options.decisionInstance,
  title: options.decisionTitre,
  ...(options.decisionTexte === undefined ? {} : { text: options.decisionTexte }),
  ...(options.decisionLien === undefined ? {} : { minutesUrl: options.decisionLien }),
})

export function addDecisionCommands(program: Command, session: Session): void {
  const { t } = session
  const decision = describe(program, session, 'decision', 'cli.command.decision')
  const record = describe(decision, session, 'inscrire', 'cli.command.decisionInscrire')
    .argument('<caisse>', t('cli.argument.caisse'))
    .option('--par <courriel>', t('cli.option.par'))
    .option('--cle <UUID>', t('cli.option.cle'), key)
  answering(session, decisionOptions(record, t), async (slug: string, options: DecisionOptions & Acting) => {
    const { call, t } = await session.inside(slug)
    const { decisionId, number } = await recordDecision(await call(options), decisionOf(options))
    return {
      json: { decision: decisionId, numero: number },
      text: `${t('cli.said.decided', { numberText: number })}\n`,
    }
  })
  const list = describe(decision, session, 'liste', 'cli.command.decisionListe').argument(
    '<caisse>',
    t('cli.argument.caisse'),
  )
  answering(session, list, async (slug: string) => {
    const { read, t } = await session.inside(slug)
    const decisions = await read(listDecisions)
    return {
      json: decisions.map(({ id, number, decided_on, body, title }) => ({
        decision: id,
        numero: number,
        date: decided_on,
        instance: body,
        titre: title,
      })),
      text:
        decisions.length === 0
          ? `${t('caisses.decision.none')}\n`
          : table(
              decisions.map((one) => [String(one.number), t.day(one.decided_on), one.body, one.title]),
              [0],
            ),
    }
  })
}
