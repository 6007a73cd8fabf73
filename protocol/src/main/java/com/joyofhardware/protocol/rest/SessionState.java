package com.joyofhardware.protocol.rest;

import com.google.gson.annotations.SerializedName;

/** The state of a session as the API tells it. */
public enum SessionState {
  @SerializedName("queued")
  QUEUED,
  @SerializedName("starting")
  STARTING,
  @SerializedName("active")
  ACTIVE,
  @SerializedName("dormant")
  DORMANT,
  @SerializedName("saving")
  SAVING,
  @SerializedName("destroyed")
  DESTROYED,
  @SerializedName("failed")
  FAILED
}
