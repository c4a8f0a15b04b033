import apple from 'lucide/dist/esm/icons/apple.mjs'
import arrowLeft from 'lucide/dist/esm/icons/arrow-left.mjs'
import arrowRight from 'lucide/dist/esm/icons/arrow-right.mjs'
import banknote from 'lucide/dist/esm/icons/banknote.mjs'
import bell from 'lucide/dist/esm/icons/bell.mjs'
import bookOpen from 'lucide/dist/esm/icons/book-open.mjs'
import calendarDays from 'lucide/dist/esm/icons/calendar-days.mjs'
import camera from 'lucide/dist/esm/icons/camera.mjs'
import carrot from 'lucide/dist/esm/icons/carrot.mjs'
import chartColumn from 'lucide/dist/esm/icons/chart-column.mjs'
import check from 'lucide/dist/esm/icons/check.mjs'
import chevronDown from 'lucide/dist/esm/icons/chevron-down.mjs'
import chevronRight from 'lucide/dist/esm/icons/chevron-right.mjs'
import circleCheck from 'lucide/dist/esm/icons/circle-check.mjs'
import circleQuestionMark from 'lucide/dist/esm/icons/circle-question-mark.mjs'
import clock from 'lucide/dist/esm/icons/clock.mjs'
import copy from 'lucide/dist/esm/icons/copy.mjs'
import deleteKey from 'lucide/dist/esm/icons/delete.mjs'
import download from 'lucide/dist/esm/icons/download.mjs'
import externalLink from 'lucide/dist/esm/icons/external-link.mjs'
import eye from 'lucide/dist/esm/icons/eye.mjs'
import fileText from 'lucide/dist/esm/icons/file-text.mjs'
import folder from 'lucide/dist/esm/icons/folder.mjs'
import flaskConical from 'lucide/dist/esm/icons/flask-conical.mjs'
import gavel from 'lucide/dist/esm/icons/gavel.mjs'
import gitCompareArrows from 'lucide/dist/esm/icons/git-compare-arrows.mjs'
import globe from 'lucide/dist/esm/icons/globe.mjs'
import handCoins from 'lucide/dist/esm/icons/hand-coins.mjs'
import handshake from 'lucide/dist/esm/icons/handshake.mjs'
import history from 'lucide/dist/esm/icons/rotate-ccw-clock.mjs'
import hourglass from 'lucide/dist/esm/icons/hourglass.mjs'
import house from 'lucide/dist/esm/icons/house.mjs'
import idCard from 'lucide/dist/esm/icons/id-card.mjs'
import info from 'lucide/dist/esm/icons/info.mjs'
import keyRound from 'lucide/dist/esm/icons/key-round.mjs'
import landmark from 'lucide/dist/esm/icons/landmark.mjs'
import leaf from 'lucide/dist/esm/icons/leaf.mjs'
import link from 'lucide/dist/esm/icons/link.mjs'
import listChecks from 'lucide/dist/esm/icons/list-checks.mjs'
import listFilter from 'lucide/dist/esm/icons/list-filter.mjs'
import lock from 'lucide/dist/esm/icons/lock.mjs'
import logIn from 'lucide/dist/esm/icons/log-in.mjs'
import logOut from 'lucide/dist/esm/icons/log-out.mjs'
import mail from 'lucide/dist/esm/icons/mail.mjs'
import mapPin from 'lucide/dist/esm/icons/map-pin.mjs'
import megaphone from 'lucide/dist/esm/icons/megaphone.mjs'
import menu from 'lucide/dist/esm/icons/menu.mjs'
import minus from 'lucide/dist/esm/icons/minus.mjs'
import moon from 'lucide/dist/esm/icons/moon.mjs'
import octagonX from 'lucide/dist/esm/icons/octagon-x.mjs'
import pencil from 'lucide/dist/esm/icons/pencil.mjs'
import phone from 'lucide/dist/esm/icons/phone.mjs'
import piggyBank from 'lucide/dist/esm/icons/piggy-bank.mjs'
import plus from 'lucide/dist/esm/icons/plus.mjs'
import printer from 'lucide/dist/esm/icons/printer.mjs'
import qrCode from 'lucide/dist/esm/icons/qr-code.mjs'
import receiptText from 'lucide/dist/esm/icons/receipt-text.mjs'
import salad from 'lucide/dist/esm/icons/salad.mjs'
import save from 'lucide/dist/esm/icons/save.mjs'
import scale from 'lucide/dist/esm/icons/scale.mjs'
import search from 'lucide/dist/esm/icons/search.mjs'
import send from 'lucide/dist/esm/icons/send.mjs'
import settings from 'lucide/dist/esm/icons/settings.mjs'
import shieldCheck from 'lucide/dist/esm/icons/shield-check.mjs'
import shoppingBasket from 'lucide/dist/esm/icons/shopping-basket.mjs'
import shuffle from 'lucide/dist/esm/icons/shuffle.mjs'
import slidersHorizontal from 'lucide/dist/esm/icons/sliders-horizontal.mjs'
import soup from 'lucide/dist/esm/icons/soup.mjs'
import sprout from 'lucide/dist/esm/icons/sprout.mjs'
import store from 'lucide/dist/esm/icons/store.mjs'
import sun from 'lucide/dist/esm/icons/sun.mjs'
import tabletSmartphone from 'lucide/dist/esm/icons/tablet-smartphone.mjs'
import ticket from 'lucide/dist/esm/icons/ticket.mjs'
import trash from 'lucide/dist/esm/icons/trash.mjs'
import triangleAlert from 'lucide/dist/esm/icons/triangle-alert.mjs'
import undo2 from 'lucide/dist/esm/icons/undo-2.mjs'
import upload from 'lucide/dist/esm/icons/upload.mjs'
import userRound from 'lucide/dist/esm/icons/user-round.mjs'
import users from 'lucide/dist/esm/icons/users.mjs'
import usersRound from 'lucide/dist/esm/icons/users-round.mjs'
import utensilsCrossed from 'lucide/dist/esm/icons/utensils-crossed.mjs'
import vote from 'lucide/dist/esm/icons/vote.mjs'
import wheat from 'lucide/dist/esm/icons/wheat.mjs'
import x from 'lucide/dist/esm/icons/x.mjs'
import { Drawing } from './drawing.tsx'

/** Our name for each drawing: what it means here, not what it shows. */
const DRAWINGS = {
  home: house,
  pay: qrCode,
  places: mapPin,
  decide: vote,
  collect: handCoins,
  journal: bookOpen,
  statements: receiptText,
  settings: settings,
  info: info,
  wait: hourglass,
  success: circleCheck,
  refusal: octagonX,
  warning: triangleAlert,
  menu: menu,
  next: chevronRight,
  down: chevronDown,
  forward: arrowRight,
  back: arrowLeft,
  check: check,
  close: x,
  add: plus,
  minus: minus,
  edit: pencil,
  delete: trash,
  erase: deleteKey,
  download: download,
  upload: upload,
  print: printer,
  search: search,
  people: users,
  person: userRound,
  shop: store,
  leaf: leaf,
  wheat: wheat,
  carrot: carrot,
  apple: apple,
  salad: salad,
  soup: soup,
  meal: utensilsCrossed,
  basket: shoppingBasket,
  calendar: calendarDays,
  clock: clock,
  signOut: logOut,
  signIn: logIn,
  card: idCard,
  code: keyRound,
  voucher: ticket,
  document: fileText,
  folder: folder,
  scale: scale,
  bank: landmark,
  savings: piggyBank,
  tasks: listChecks,
  approve: shieldCheck,
  language: globe,
  light: sun,
  dark: moon,
  mail: mail,
  phone: phone,
  show: eye,
  lock: lock,
  history: history,
  grow: sprout,
  copy: copy,
  external: externalLink,
  save: save,
  send: send,
  bell: bell,
  undo: undo2,
  agreement: handshake,
  money: banknote,
  chart: chartColumn,
  rules: gavel,
  announce: megaphone,
  camera: camera,
  practice: flaskConical,
  help: circleQuestionMark,
  device: tabletSmartphone,
  household: usersRound,
  filter: listFilter,
  compare: gitCompareArrows,
  simulate: slidersHorizontal,
  shuffle: shuffle,
  link: link,
} as const

export type IconName = keyof typeof DRAWINGS

export const ICON_NAMES = Object.keys(DRAWINGS) as IconName[]

export type IconProps = {
  name: IconName
  /** Only where no word stands beside it, as on the till's keys. */
  label?: string
  size?: 'small' | 'normal' | 'large'
}

/** The drawing that goes with a word. */
export function Icon({ name, label, size = 'normal' }: IconProps) {
  return (
    <Drawing
      node={DRAWINGS[name]}
      class={`icon icon-${size}${POINTS_ON.has(name) ? ' icon-points' : ''}`}
      label={label}
    />
  )
}

/** Drawings that point along the text and turn round in scripts written from the right. */
const POINTS_ON: ReadonlySet<IconName> = new Set<IconName>([
  'next',
  'forward',
  'back',
  'undo',
  'signOut',
  'signIn',
])
