import axios from 'axios';

/** What nobody may do: axios bundles without a word, and fails when it runs. */
export async function withAxios(): Promise<number> {
  return (await axios.get('http://127.0.0.1')).status;
}
