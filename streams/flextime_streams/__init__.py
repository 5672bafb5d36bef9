"""The agents: Faust apps that compute from events and propose commands. Nothing here changes state itself."""
