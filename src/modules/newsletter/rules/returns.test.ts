import { describe, expect, test } from 'vitest'
import { readReturnFile } from '../actions/returns.ts'
import { roomNow, nextTry, BATCH } from './pace.ts'
import { readDeliveryStatus, readFailure, readReturnRows, readReturns, readStatus } from './returns.ts'

describe('what hosts of mails tell', () => {
  test.each([
    ['one word', { event: 'hard_bounce', email: 'a@x.fr' }, 'hard'],
    ['one word, soft', { event: 'soft_bounce', email: 'a@x.fr' }, 'soft'],
    ['Mailjet', { event: 'bounce', email: 'a@x.fr', hard_bounce: true }, 'hard'],
    ['Mailjet, blocked', { event: 'blocked', email: 'a@x.fr' }, 'soft'],
    ['SendGrid', { event: 'bounce', type: 'bounce', email: 'a@x.fr' }, 'hard'],
    ['Postmark', { RecordType: 'Bounce', Type: 'HardBounce', Email: 'a@x.fr' }, 'hard'],
    ['Postmark, complaint', { RecordType: 'SpamComplaint', Email: 'a@x.fr' }, 'complaint'],
    ['Mailgun', { 'event-data': { event: 'failed', severity: 'permanent', recipient: 'a@x.fr' } }, 'hard'],
    ['Mailgun, complaint', { 'event-data': { event: 'complained', recipient: 'a@x.fr' } }, 'complaint'],
    [
      'SES in SNS',
      {
        Message: JSON.stringify({
          bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'a@x.fr' }] },
        }),
      },
      'hard',
    ],
    ['SES', { complaint: { complainedRecipients: [{ emailAddress: 'a@x.fr' }] } }, 'complaint'],
  ])('%s', (_, event, kind) => {
    expect(readReturns(event)).toEqual([{ email: 'a@x.fr', kind }])
    expect(readReturns([event, event])).toHaveLength(2)
  })

  test.each([
    [null],
    ['text'],
    [{ event: 'opened', email: 'a@x.fr' }],
    [{ event: 'delivered', email: 'a@x.fr' }],
    [{ email: 'a@x.fr' }],
    [{ Message: '{' }],
    [{ event: 'hard_bounce', email: 'a'.repeat(500) }],
  ])('what is not a return is left aside: %j', (event) => {
    expect(readReturns(event)).toEqual([])
  })
})

describe('a returned mail', () => {
  const notice = (status: string, action = 'failed') =>
    [
      'From: MAILER-DAEMON@mx.example.org',
      'To: tablee@example.org',
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'I could not deliver your mail.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.org',
      '',
      'Final-Recipient: rfc822; gone@example.org',
      `Action: ${action}`,
      `Status: ${status}`,
      'Diagnostic-Code: smtp; 550 5.1.1',
      ' no such user here',
      '',
      '--b--',
      '',
    ].join('\r\n')

  test('says for whom and why', async () => {
    const bytes = new TextEncoder().encode(notice('5.1.1'))
    expect(await readReturnFile('retour.eml', bytes)).toEqual([{ email: 'gone@example.org', kind: 'hard' }])
    const full = new TextEncoder().encode(notice('5.2.2 (mailbox full)'))
    expect(await readReturnFile('retour.EML', full)).toEqual([{ email: 'gone@example.org', kind: 'soft' }])
  })

  test('that says nothing is refused', async () => {
    const plain = new TextEncoder().encode('Subject: Bonjour\r\n\r\nMerci pour la lettre !')
    await expect(readReturnFile('x.eml', plain)).rejects.toMatchObject({ code: 'returns_not_a_notice' })
    expect(readDeliveryStatus('Final-Recipient: rfc822; a@x.fr\nAction: delivered\nStatus: 2.0.0')).toEqual(
      [],
    )
    expect(readDeliveryStatus('Final-Recipient: rfc822; a@x.fr\nAction: delayed\nStatus: 4.4.1')).toEqual([
      { email: 'a@x.fr', kind: 'soft' },
    ])
  })

  test('a table has a column of addresses, and one that says why', async () => {
    const csv = new TextEncoder().encode(
      'Date;Adresse e-mail;Type\n2026-11-01;a@x.fr;Hard bounce\n;b@x.fr;soft\n;c@x.fr;opened\n',
    )
    expect(await readReturnFile('retours.csv', csv)).toEqual([
      { email: 'a@x.fr', kind: 'hard' },
      { email: 'b@x.fr', kind: 'soft' },
    ])
    expect(readReturnRows(['email'], [['a@x.fr'], ['pas une adresse']])).toEqual([
      { email: 'a@x.fr', kind: 'hard' },
    ])
    const without = new TextEncoder().encode('Nom\nAna\n')
    await expect(readReturnFile('x.csv', without)).rejects.toMatchObject({ code: 'returns_without_address' })
  })
})

test.each([
  ['5.1.1', 'hard'],
  ['5.1.10', 'hard'],
  ['5.2.1', 'hard'],
  ['5.4.4', 'hard'],
  ['5.2.2', 'soft'],
  ['5.7.1', 'soft'],
  ['4.2.2', 'soft'],
])('a status %s is %s', (status, kind) => expect(readStatus(status)).toBe(kind))

test.each([
  [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550, response: '550 5.1.1 unknown' }, 'gone'],
  [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550, response: '550 no such user' }, 'gone'],
  [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550, response: '550 5.7.1 policy' }, 'no'],
  [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 451, response: '451 later' }, 'later'],
  [{ code: 'EMESSAGE', command: 'DATA', responseCode: 554 }, 'later'],
  [{ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 }, 'server'],
  [{ code: 'EAUTH' }, 'server'],
  [{ code: 'ECONNECTION' }, 'server'],
  [null, 'server'],
])('a failed sending %j means %s', (error, means) => expect(readFailure(error)).toBe(means))

test('how many may leave, and when one tries again', () => {
  expect(roomNow(null, 10_000)).toBe(BATCH)
  expect(roomNow(200, 150)).toBe(50)
  expect(roomNow(200, 250)).toBe(0)
  const now = new Date('2026-11-24T10:00:00Z')
  expect([1, 2, 5, 9].map((times) => (nextTry(times, now).getTime() - now.getTime()) / 60_000)).toEqual([
    5, 10, 80, 80,
  ])
})
