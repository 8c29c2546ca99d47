import axios from 'axios';

const operator = axios.create({
  baseURL: process.env['OPERATOR_URL'] ?? '',
  timeout: 10_000,
  headers: { 'x-api-key': process.env['LUCKY_OPERATOR_KEY'] ?? '' },
});

export async function activeBonus(playerId: string): Promise<{ bonus_id: string } | null> {
  const answer = await operator.get<{ Data: { bonus_id: string } | null }>('/bonus/active', {
    params: { user_id: playerId },
  });
  return answer.data.Data;
}

export async function tellLevel(playerId: string, level: string): Promise<void> {
  await operator.post('/loyalty/events', { user_id: playerId, kind: 'level', level });
}

export async function cancelBonus(playerId: string, bonusId: string, reason: string): Promise<void> {
  await operator.post('/bonus/cancel', { user_id: playerId, bonus_id: bonusId, reason });
}
