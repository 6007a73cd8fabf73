package com.joyofhardware.master.session;

/** What is known of the agent of a container that nobody has. */
enum AgentView {
  /** It answers and knows nobody. */
  WARM,
  /** It belongs, or belonged, to somebody. */
  PERSONAL,
  /** It should answer by now and doesn't. */
  SILENT
}
