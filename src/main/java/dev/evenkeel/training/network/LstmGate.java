package dev.evenkeel.training.network;

/**
 * What each block of an LSTM's parameters belongs to, in the order in which the flat parameters
 * hold them; see {@link ParameterSegment}.
 */
public enum LstmGate {
  CANDIDATE,
  FORGET,
  OUTPUT,
  INPUT
}
