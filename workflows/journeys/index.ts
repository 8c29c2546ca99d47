export { cancelBonusOnWithdrawal } from './cancel-bonus-on-withdrawal.js';
export { referAFriend } from './refer-a-friend.js';
