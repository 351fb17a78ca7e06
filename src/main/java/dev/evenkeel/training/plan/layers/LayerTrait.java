package dev.evenkeel.training.plan.layers;

/** What a type of layer has in common with others, as far as anybody outside asks. */
public enum LayerTrait {
  /** Weighs its inputs and applies an activation to the sum. */
  FEED_FORWARD,
  /** Each unit weighs all inputs of its vector or step. */
  FULLY_CONNECTED,
  /** Goes through a sequence step by step. */
  RECURRENT,
  /** A recurrence whose gates keep a state over many steps. */
  GATED,
  /** Takes the codes of a dataset instead of numbers. */
  TAKES_CODES,
  /** Brings its inputs to unit scale over the examples of a batch, which thereby mix. */
  NORMALIZES_BATCH,
  /** Drops inputs by chance while training and does nothing else. */
  DROPS,
  /** Looks at several steps of a sequence at once: a recurrence before it must return all. */
  SPANS_STEPS,
  /** Gives the same numbers in another shape. */
  RESHAPES,
  /** Takes numbers row by row: what flattens them before may choose no other order. */
  KEEPS_ORDER,
  /** Takes any shape and gives the same: says nothing of the data that a network is made for. */
  KEEPS_SHAPE,
  /** Takes images only. */
  TAKES_IMAGES,
  /** Takes sequences only. */
  TAKES_SEQUENCES
}
