import type { Cents } from '../../../kit/money.ts'

/**
 * What goes with those who leave: per head to the cent, the last cent staying; or what both agreed on.
 * Never more than there is.
 */
export function shareThatGoes(
  balanceCents: Cents,
  rule: { kind: 'per_head'; going: number; staying: number } | { kind: 'agreed'; cents: Cents },
): Cents {
  if (rule.kind === 'agreed') return Math.min(balanceCents, rule.cents)
  const heads = rule.going + rule.staying
  // Cents times heads stays far below 2^53.
  return heads === 0 ? 0 : Math.floor((balanceCents * rule.going) / heads)
}
