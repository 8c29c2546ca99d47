export { bonusBot } from './bonus-bot.js';
export { cancelBonusOnWithdrawal } from './cancel-bonus-on-withdrawal.js';
export { rcsOffer } from './rcs-offer.js';
export { referAFriend } from './refer-a-friend.js';
export { welcome } from './welcome.js';
