package com.joyofhardware.protocol;

import com.google.gson.annotations.SerializedName;

/** The two kinds of container: a full one has cores of its own, a burst one shares what is left. */
public enum Size {
  @SerializedName("full")
  FULL,
  @SerializedName("burst")
  BURST
}
