package speech

// Symbols are what confirmation codes are made of: what can be mistaken for
// none of the others, on paper or over a telephone line, in any of our
// languages. Left out are
//
//   - look-alikes: 0 O D Q, 1 I L, 2 Z, 5 S, 6 G, 8 B, 4 A, U V, M N, K X;
//   - English sound-alikes: B C D E G P T V Z 3, A H J K 8, L M N, F S X 6,
//     I Y, 5 9, Q U 2;
//   - Spanish ones: B C D E G P T V, F L M N R S (efe, ele, eme ...), A H K,
//     K Q, G J, 2 3, 6 7, Z 7;
//   - German ones: B C D E G P T W, A H K, L M N R, F S, 6 X, Q U, 2 3, 1 9.
//
// Of each of these at most one is here; the tests hold the list. What a
// language cannot say by writing it down is in its own list.
const Symbols = "2479HRWXY"

// longestCode is how many symbols of a code are said; ours have 6, those of
// earlier days 5.
const longestCode = 6
